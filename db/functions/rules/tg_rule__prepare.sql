-- A trigger, since a check cannot compile: what is saved is what runs.
CREATE OR REPLACE FUNCTION helpdesk.tg_rule__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- A name that rename_choice writes was checked under its old one.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    PERFORM helpdesk.lock_choices();
    NEW.conditions := helpdesk.spell_conditions(NEW.conditions);
    NEW.actions := helpdesk.spell_actions(NEW.actions);
    IF NOT NEW.is_shared THEN
        NEW.owner_id := coalesce(NEW.owner_id, helpdesk.me());
    END IF;
    IF helpdesk.actor_role() <> 'system' AND NOT helpdesk.can('rules.edit') THEN
        IF NEW.kind <> 'macro' OR NEW.is_shared OR NEW.owner_id IS DISTINCT FROM helpdesk.me() THEN
            PERFORM helpdesk.refuse(
                'PD002', 'permission rules.edit is missing', 'Agents write private macros of their own.',
                'Give is_shared false.'
            );
        END IF;
        PERFORM helpdesk.require('macros.use');
    END IF;
    IF TG_OP = 'INSERT' OR NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := helpdesk.clock();
    END IF;
    -- A rule that has become invalid must still be renamed and, above all, switched off.
    IF TG_OP = 'INSERT'
        OR (NEW.kind, NEW.is_manual, NEW.conditions, NEW.actions)
            IS DISTINCT FROM (OLD.kind, OLD.is_manual, OLD.conditions, OLD.actions)
        OR NEW.is_active AND NOT OLD.is_active THEN
        NEW.predicate := helpdesk.compile_condition(NEW.conditions, helpdesk.use_of_rule(NEW.kind, NEW.is_manual));
        PERFORM helpdesk.check_actions(NEW.actions, CASE WHEN NEW.is_manual THEN 'button' ELSE NEW.kind END);
        NEW.failures := 0;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_rule__prepare IS
'Checks and compiles a rule when it is saved or switched on. Raises PD002, PD401, PD402.';
