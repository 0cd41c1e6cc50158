CREATE OR REPLACE FUNCTION helpdesk.change_requester(
    p_ticket_id bigint,
    p_requester_id bigint,
    p_version int DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.lock_ticket(p_ticket_id, 'tickets.edit', p_version);
    IF NOT EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = p_requester_id AND p.is_active) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('person %s does not exist or is not active', coalesce(p_requester_id::text, 'null')), NULL,
            'See /rest/people.'
        );
    END IF;
    UPDATE helpdesk.ticket AS t SET requester_id = p_requester_id WHERE t.ticket_id = p_ticket_id;
    DELETE FROM helpdesk.ticket_participant AS p WHERE p.ticket_id = p_ticket_id AND p.person_id = p_requester_id;
END
$$;

COMMENT ON FUNCTION helpdesk.change_requester IS
'Gives a ticket to another requester, who sees it from now on; the former one does not. Raises PD001, PD002, PD005, '
'PD006.';
