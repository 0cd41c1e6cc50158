CREATE FUNCTION api.change_requester(
    ticket_id bigint,
    requester_id bigint DEFAULT NULL,
    requester_email text DEFAULT NULL,
    requester_name text DEFAULT NULL,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_requester_id bigint;
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(change_requester.ticket_id, 'tickets.edit', change_requester.version);
    v_requester_id := coalesce(
        change_requester.requester_id,
        helpdesk.find_or_create_guest(change_requester.requester_email, change_requester.requester_name)
    );
    IF NOT EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = v_requester_id AND p.is_active) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('person %s does not exist or is not active', coalesce(v_requester_id::text, 'null')), NULL,
            'See /rest/people.'
        );
    END IF;
    UPDATE helpdesk.ticket AS t SET requester_id = v_requester_id WHERE t.ticket_id = change_requester.ticket_id;
    DELETE FROM helpdesk.ticket_participant AS p
    WHERE p.ticket_id = change_requester.ticket_id AND p.person_id = v_requester_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = change_requester.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.change_requester IS
$$Give a ticket to another requester

By requester_id, or by requester_email (a guest is made where nobody has it). The organisation follows; the new
requester sees the ticket, the former one no longer does, unless added with rpc/add_participant. version: what the
caller saw. Returns the ticket. Raises PD001, PD002, PD005, PD006.$$;
GRANT EXECUTE ON FUNCTION api.change_requester TO agent, admin;
