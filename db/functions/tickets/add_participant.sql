CREATE OR REPLACE FUNCTION helpdesk.add_participant(p_ticket_id bigint, p_person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(p_ticket_id, 'tickets.participants');
BEGIN
    IF NOT EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = p_person_id AND p.is_active) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('person %s does not exist or is not active', coalesce(p_person_id::text, 'null')), NULL,
            'See /rest/people.'
        );
    END IF;
    INSERT INTO helpdesk.ticket_participant (ticket_id, person_id, added_by)
    SELECT p_ticket_id, p_person_id, helpdesk.me()
    WHERE p_person_id <> v_ticket.requester_id
    ON CONFLICT (ticket_id, person_id) DO NOTHING;
END
$$;

COMMENT ON FUNCTION helpdesk.add_participant IS
'Lets a person get the public replies, read and answer; leaves alone the requester, who does anyway, and those '
'who take part already. Raises PD001, PD002, PD006.';
GRANT EXECUTE ON FUNCTION helpdesk.add_participant TO worker;
