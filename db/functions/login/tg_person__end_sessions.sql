-- A trigger, since whoever deactivates a person need not know of sessions.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__end_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.end_sessions(NEW.person_id, 'deactivated');
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__end_sessions IS
'Ends the sessions of who is deactivated, so that none goes on when they are active again.';
