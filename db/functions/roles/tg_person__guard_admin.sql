-- A trigger, since the rule is about the person who is changed and about who changes them.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__guard_admin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('settings.edit');
    IF helpdesk.actor_role() = 'agent' THEN
        PERFORM helpdesk.refuse('PD002', 'only administrators make administrators');
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__guard_admin IS
'Who is no administrator, or may not edit settings, makes nobody an administrator and takes no administrator''s '
'account over. Raises PD002.';
