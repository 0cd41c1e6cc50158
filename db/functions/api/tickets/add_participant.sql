CREATE FUNCTION api.add_participant(
    ticket_id bigint,
    person_id bigint DEFAULT NULL,
    email text DEFAULT NULL,
    name text DEFAULT NULL
) RETURNS SETOF api.ticket_participants
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' ROWS 1
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(add_participant.ticket_id, 'tickets.participants');
    v_person_id bigint;
BEGIN
    v_person_id := coalesce(
        add_participant.person_id, helpdesk.find_or_create_guest(add_participant.email, add_participant.name)
    );
    IF NOT EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = v_person_id AND p.is_active) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('person %s does not exist or is not active', coalesce(v_person_id::text, 'null')), NULL,
            'See /rest/people.'
        );
    END IF;
    INSERT INTO helpdesk.ticket_participant (ticket_id, person_id, added_by)
    SELECT add_participant.ticket_id, v_person_id, helpdesk.me()
    WHERE v_person_id <> v_ticket.requester_id
    ON CONFLICT (ticket_id, person_id) DO NOTHING;
    RETURN QUERY
    SELECT *
    FROM api.ticket_participants AS p
    WHERE p.ticket_id = add_participant.ticket_id AND p.person_id = v_person_id;
END
$$;

COMMENT ON FUNCTION api.add_participant IS
$$Add somebody in CC

By person_id, or by email (a guest is made where nobody has it). Those who take part already stay; the requester, who
does anyway, gives no row. Returns the participant. Raises PD001, PD002, PD006.$$;
GRANT EXECUTE ON FUNCTION api.add_participant TO agent, admin;
