-- A trigger, since what a field is and which others it looks at are other rows.
CREATE OR REPLACE FUNCTION helpdesk.tg_request_form_field__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_wrong text;
BEGIN
    -- One at a time: two that are removed, or look at each other, see what the other did.
    PERFORM FROM helpdesk.request_form AS f
    WHERE f.form = CASE TG_OP WHEN 'DELETE' THEN OLD.form ELSE NEW.form END
    FOR NO KEY UPDATE;
    IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR NEW.key <> OLD.key) THEN
        SELECT min(o.key) INTO v_wrong
        FROM helpdesk.request_form_field AS o
        WHERE o.form = OLD.form AND o.key <> OLD.key AND (o.shown_when || o.required_when) ? OLD.key
            AND EXISTS (SELECT FROM helpdesk.request_form AS f WHERE f.form = OLD.form);
        IF v_wrong IS NOT NULL THEN
            PERFORM helpdesk.refuse(
                'PD009', format('field %s of form %s looks at %s', v_wrong, OLD.form, OLD.key), NULL,
                'Change its shown_when and required_when first.'
            );
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    NEW.custom_field_id := (
        SELECT c.custom_field_id
        FROM helpdesk.custom_field AS c
        WHERE c.object = 'ticket' AND c.key = NEW.key AND c.customer_access = 'edit' AND c.is_active
    );
    IF NEW.key IN ('subject', 'description') THEN
        NEW.custom_field_id := NULL;
    ELSIF NEW.custom_field_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('customers fill in no custom field %s of tickets', coalesce(NEW.key, 'null')), NULL,
            'Give subject, description, or a key of /rest/custom_fields with customer_access edit.'
        );
    END IF;
    SELECT min(w.key) INTO v_wrong
    FROM (VALUES (NEW.shown_when), (NEW.required_when)) AS c(conditions)
    CROSS JOIN LATERAL jsonb_each(
        CASE jsonb_typeof(c.conditions) WHEN 'object' THEN c.conditions ELSE '{"?": null}' END
    ) AS w
    WHERE jsonb_typeof(w.value) <> 'array' OR w.key = NEW.key OR NOT EXISTS (
        SELECT FROM helpdesk.request_form_field AS o WHERE o.form = NEW.form AND o.key = w.key
    );
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('condition %s names no other field of the form with a list of answers', v_wrong), NULL,
            'Write for example {"kind": ["return", "exchange"]}.'
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_request_form_field__prepare IS
'Finds the custom field that a form asks for, and lets conditions name other fields of the form only. Raises PD006, '
'PD009.';
