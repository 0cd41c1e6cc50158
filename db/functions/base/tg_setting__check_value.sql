-- A trigger before the constraint setting_value_fits_type, to say what would be right.
CREATE OR REPLACE FUNCTION helpdesk.tg_setting__check_value() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.value := nullif(NEW.value, 'null');
    IF NOT helpdesk.is_setting_value(NEW.value_type, NEW.allowed, NEW.value) THEN
        PERFORM helpdesk.refuse(
            'PD013', format('setting %s cannot be %s', NEW.key, left(NEW.value::text, 100)),
            format('It takes %s%s.', NEW.value_type, coalesce(', ' || (NEW.allowed)::text, ''))
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_setting__check_value() IS 'Refuses a value of the wrong type or outside allowed, by name. Raises PD013.';
