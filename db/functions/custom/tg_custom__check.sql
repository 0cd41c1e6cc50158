-- A trigger and no constraints: what was written under older rules must not block a change of the row's other columns.
-- Argument: the object.
CREATE OR REPLACE FUNCTION helpdesk.tg_custom__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_new jsonb := to_jsonb(NEW);
    v_old jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
    v_field helpdesk.custom_field;
    v_wrong text;
BEGIN
    FOR v_field IN
        SELECT f.*
        FROM helpdesk.custom_field AS f
        WHERE f.object = TG_ARGV[0] AND v_new -> f.key <> 'null' AND v_new -> f.key IS DISTINCT FROM v_old -> f.key
    LOOP
        v_wrong := helpdesk.check_custom_value(v_field, v_new -> v_field.key, v_old -> v_field.key);
        IF v_wrong IS NOT NULL THEN
            PERFORM helpdesk.refuse('PD801', format('custom field %s %s', v_field.key, v_wrong));
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_custom__check IS
'Checks each value that is new or changed against the rules of its field. Raises PD801.';
