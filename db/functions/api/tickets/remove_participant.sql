CREATE FUNCTION api.remove_participant(ticket_id bigint, person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.remove_participant(remove_participant.ticket_id, remove_participant.person_id);
END
$$;

COMMENT ON FUNCTION api.remove_participant IS
$$Remove somebody from CC

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.remove_participant TO agent, admin;
