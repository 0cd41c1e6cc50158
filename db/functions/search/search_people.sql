CREATE OR REPLACE FUNCTION helpdesk.search_people(p_ticket_id bigint, p_requester_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT string_agg(concat_ws(
            ' ', p.name,
            (
                SELECT string_agg(a.email, ' ' ORDER BY a.email)
                FROM helpdesk.person_address AS a
                WHERE a.person_id = p.person_id
            )
        ), ' ' ORDER BY p.person_id)
        FROM helpdesk.person AS p
        WHERE p.person_id = ANY (ARRAY(
            SELECT x.person_id FROM helpdesk.ticket_participant AS x WHERE x.ticket_id = p_ticket_id
        ) || p_requester_id)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.search_people IS
'Names and addresses by which staff find a ticket: of its requester and its participants.';
