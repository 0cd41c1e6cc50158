-- A trigger, since a check cannot compile: what is saved is what runs.
CREATE OR REPLACE FUNCTION helpdesk.tg_rule__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF helpdesk.actor_role() <> 'system' AND NOT helpdesk.can('rules.edit') THEN
        IF NEW.kind <> 'macro' OR NEW.is_shared OR NEW.owner_id IS DISTINCT FROM helpdesk.me() THEN
            PERFORM helpdesk.refuse('PD002', 'permission rules.edit is missing', 'Agents write private macros of their own.');
        END IF;
        PERFORM helpdesk.require('macros.use');
    END IF;
    NEW.predicate := helpdesk.compile_condition(NEW.conditions, NEW.kind = 'workflow' AND NOT NEW.is_manual);
    PERFORM helpdesk.check_actions(NEW.actions, NEW.kind);
    NEW.updated_at := helpdesk.clock();
    IF TG_OP = 'UPDATE' AND (NEW.is_active AND NOT OLD.is_active OR NEW.conditions <> OLD.conditions OR NEW.actions <> OLD.actions) THEN
        NEW.failures := 0;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_rule__prepare() IS 'Checks and compiles a rule when it is saved. Raises PD002, PD401, PD402.';
