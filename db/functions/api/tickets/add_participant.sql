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
    v_person_id bigint;
BEGIN
    PERFORM helpdesk.lock_ticket(add_participant.ticket_id, 'tickets.participants');
    v_person_id := coalesce(
        add_participant.person_id, helpdesk.find_or_create_guest(add_participant.email, add_participant.name)
    );
    PERFORM helpdesk.add_participant(add_participant.ticket_id, v_person_id);
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
