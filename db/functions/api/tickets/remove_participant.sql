CREATE FUNCTION api.remove_participant(ticket_id bigint, person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.lock_ticket(remove_participant.ticket_id, 'tickets.participants');
    DELETE FROM helpdesk.ticket_participant AS p
    WHERE p.ticket_id = remove_participant.ticket_id AND p.person_id = remove_participant.person_id;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('participant %s not found', coalesce(remove_participant.person_id::text, 'null')), NULL,
            'See /rest/ticket_participants.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.remove_participant IS
$$Remove somebody from CC

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.remove_participant TO agent, admin;
