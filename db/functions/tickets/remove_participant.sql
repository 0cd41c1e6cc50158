CREATE OR REPLACE FUNCTION helpdesk.remove_participant(p_ticket_id bigint, p_person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.lock_ticket(p_ticket_id, 'tickets.participants');
    DELETE FROM helpdesk.ticket_participant AS p WHERE p.ticket_id = p_ticket_id AND p.person_id = p_person_id;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('participant %s not found', coalesce(p_person_id::text, 'null')), NULL,
            'See /rest/ticket_participants.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.remove_participant IS
'A person gets no more replies and does not see the ticket any more as a participant. Raises PD001, PD002.';
