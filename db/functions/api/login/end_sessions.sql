CREATE FUNCTION api.end_sessions(person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('people.access');
    PERFORM FROM helpdesk.person AS p WHERE p.person_id = end_sessions.person_id;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD001', format('person %s not found', end_sessions.person_id));
    END IF;
    PERFORM helpdesk.end_sessions(end_sessions.person_id, 'ended_by_admin');
END
$$;

COMMENT ON FUNCTION api.end_sessions IS
$$Sign a person out everywhere

All their tokens of sessions are refused from now on; they sign in again. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.end_sessions TO admin;
