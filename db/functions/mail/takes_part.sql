CREATE OR REPLACE FUNCTION helpdesk.takes_part(p_ticket_id bigint, p_person_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = p_ticket_id
            AND (
                t.requester_id = p_person_id
                OR t.organisation_id = helpdesk.shared_organisation_id(p_person_id)
            )
    )
        OR EXISTS (
            SELECT 1
            FROM helpdesk.ticket_follower AS f
            WHERE f.ticket_id = p_ticket_id AND f.person_id = p_person_id
        )
        OR EXISTS (
            SELECT 1
            FROM helpdesk.ticket_participant AS c
            WHERE c.ticket_id = p_ticket_id AND c.person_id = p_person_id
        )
        OR EXISTS (SELECT 1 FROM helpdesk.agent AS a WHERE a.person_id = p_person_id);
END
$$;

COMMENT ON FUNCTION helpdesk.takes_part IS
'Whether a person may continue a ticket by mail: requester, colleague of an organisation that shares its tickets, '
'participant, follower or staff. Having written once is no ground: people are removed.';
