-- A trigger before the constraint setting_value_fits_type, to say what would be right, and since a check cannot look
-- into the tables of values.
CREATE OR REPLACE FUNCTION helpdesk.tg_setting__check_value() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_given jsonb;
    v_fits boolean;
BEGIN
    NEW.value := nullif(NEW.value, 'null');
    FOREACH v_given IN ARRAY ARRAY[NEW.value, NEW.environment_value] LOOP
        v_fits := helpdesk.is_setting_value(NEW.value_type, NEW.allowed, v_given);
        IF v_fits AND v_given <> '""' AND NEW.allowed ->> 'values_of' IS NOT NULL THEN
            EXECUTE format(
                'SELECT EXISTS (SELECT 1 FROM helpdesk.%I AS v WHERE v.%I = $1)',
                split_part(NEW.allowed ->> 'values_of', '.', 1), split_part(NEW.allowed ->> 'values_of', '.', -1)
            )
            INTO v_fits USING v_given #>> '{}';
        END IF;
        IF NOT v_fits THEN
            PERFORM helpdesk.refuse(
                'PD013', format('setting %s cannot be %s', NEW.key, left(v_given::text, 100)),
                format('It takes %s%s.', NEW.value_type, coalesce(', ' || NEW.allowed::text, ''))
            );
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_setting__check_value IS
'Refuses a value of the wrong type or outside allowed, by name. Raises PD013.';
