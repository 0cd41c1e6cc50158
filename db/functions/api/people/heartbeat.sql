CREATE FUNCTION api.heartbeat(availability text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.note_presence(helpdesk.me());
    UPDATE helpdesk.agent AS a SET availability = heartbeat.availability
    WHERE a.person_id = helpdesk.me() AND a.availability <> heartbeat.availability;
END
$$;

COMMENT ON FUNCTION api.heartbeat IS
$$Say that the caller is there

Keeps the online state in /rest/staff; availability: online, away or offline.$$;
GRANT EXECUTE ON FUNCTION api.heartbeat TO agent, admin;
