-- A trigger, since a check cannot compile: what is saved is what runs.
CREATE OR REPLACE FUNCTION helpdesk.tg_saved_view__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- A name that rename_choice writes was checked under its old one.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    PERFORM helpdesk.lock_choices();
    NEW.conditions := helpdesk.spell_conditions(NEW.conditions);
    IF TG_OP = 'INSERT' THEN
        NEW.owner_id := coalesce(NEW.owner_id, helpdesk.me());
    END IF;
    IF helpdesk.actor_role() <> 'system' AND NOT helpdesk.can('rules.edit') AND (
        NEW.owner_id IS DISTINCT FROM helpdesk.me()
        OR NEW.shared_with NOT IN ('owner', 'department')
        OR NEW.shared_with = 'department' AND NOT NEW.department_id = ANY (helpdesk.my_department_ids())
    ) THEN
        PERFORM helpdesk.refuse(
            'PD002', 'permission rules.edit is missing',
            'Agents keep views of their own and share them with their departments.'
        );
    END IF;
    NEW.predicate := helpdesk.compile_condition(NEW.conditions);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_saved_view__prepare IS
'Checks and compiles a view when it is saved. Raises PD002, PD401.';
