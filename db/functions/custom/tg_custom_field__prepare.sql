-- A trigger, since checks can neither compile conditions nor see the old row.
CREATE OR REPLACE FUNCTION helpdesk.tg_custom_field__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_object helpdesk.custom_object;
    v_use text;
BEGIN
    -- A name that rename_choice writes was checked under its old one.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    PERFORM helpdesk.lock_choices();
    v_object := helpdesk.lock_custom_object(CASE TG_OP WHEN 'DELETE' THEN OLD.object ELSE NEW.object END);
    IF TG_OP = 'DELETE' THEN
        v_use := helpdesk.use_of_custom_field(OLD);
        IF v_use IS NOT NULL THEN
            PERFORM helpdesk.refuse('PD804', format('custom field %s is used by %s', OLD.key, v_use));
        END IF;
        RETURN OLD;
    END IF;
    IF v_object.object IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD803', format('object %s does not exist', coalesce(NEW.object, 'null')), NULL, 'See /rest/custom_objects.'
        );
    ELSIF TG_OP = 'UPDATE' AND (
        NEW.custom_field_id, NEW.object, NEW.key, NEW.field_type
    ) <> (OLD.custom_field_id, OLD.object, OLD.key, OLD.field_type) THEN
        PERFORM helpdesk.refuse(
            'PD803', 'object, key and field_type of a custom field cannot be changed', NULL,
            'Add another field and remove this one.'
        );
    ELSIF TG_OP = 'INSERT' AND EXISTS (
        SELECT 1
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = to_regclass(format('helpdesk.%I', v_object.storage))
            AND a.attname = NEW.key
            AND NOT a.attisdropped
    ) THEN
        PERFORM helpdesk.refuse('PD803', format('key %s is taken', NEW.key));
    ELSIF TG_OP = 'INSERT' AND (
        SELECT max(a.attnum)
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = to_regclass(format('helpdesk.%I', v_object.storage))
    ) >= 1500 THEN
        PERFORM helpdesk.refuse(
            'PD803', format('%s had 1500 custom fields', NEW.object), 'A table holds 1600 columns in its life.'
        );
    ELSIF NEW.pattern IS NOT NULL AND NOT helpdesk.is_safe_pattern(NEW.pattern) THEN
        PERFORM helpdesk.refuse(
            'PD803',
            'pattern is not a regular expression of at most 200 characters without back-references, looking around or '
            'large counts'
        );
    END IF;
    NEW.predicate := helpdesk.compile_condition(NEW.conditions, 'rule');
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_custom_field__prepare IS
'Locks the object''s storage, checks the definition and compiles its conditions. Raises PD401, PD803, PD804, PD805.';
