-- A trigger, since a check cannot compile: what is saved is what runs.
CREATE OR REPLACE FUNCTION helpdesk.tg_sla_policy__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- A name that rename_choice writes was checked under its old one.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    PERFORM helpdesk.lock_choices();
    NEW.conditions := helpdesk.spell_conditions(NEW.conditions);
    NEW.predicate := CASE WHEN NEW.conditions IS NOT NULL THEN helpdesk.compile_condition(NEW.conditions, 'sla') END;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_sla_policy__prepare IS 'Checks and compiles a policy''s conditions. Raises PD401.';
