-- A trigger: rows say which fields are required, and records from before a rule stay as they are. Argument: the object.
CREATE OR REPLACE FUNCTION helpdesk.tg_record__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_new jsonb := to_jsonb(NEW);
    v_old jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) END;
    v_missing text;
BEGIN
    SELECT string_agg(f.key, ', ' ORDER BY f.position, f.custom_field_id) INTO v_missing
    FROM helpdesk.custom_field AS f
    WHERE f.object = TG_ARGV[0] AND f.is_active AND f.is_required_on_create
        AND v_new -> f.key = 'null' AND (v_old IS NULL OR v_old -> f.key <> 'null');
    IF v_missing IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD802', format('custom fields are missing: %s', v_missing), NULL,
            'Fill them in with custom_fields of rpc/save_record.'
        );
    END IF;
    IF TG_OP = 'UPDATE' AND NEW IS DISTINCT FROM OLD THEN
        NEW.version := OLD.version + 1;
        NEW.updated_at := greatest(helpdesk.clock(), OLD.updated_at);
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_record__check IS
'A new record has its required fields, and they stay filled; counts the record''s changes. Raises PD802.';
