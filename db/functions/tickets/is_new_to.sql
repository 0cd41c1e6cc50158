CREATE OR REPLACE FUNCTION helpdesk.is_new_to(p_person_id bigint, p_ticket helpdesk.ticket) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE
        WHEN l.last_message_id IS NULL
            THEN p_ticket.first_response_at IS NULL AND p_ticket.status_category IN ('new', 'open')
        ELSE p_ticket.last_message_id > l.last_message_id AND (
            SELECT m.author_id FROM helpdesk.message AS m WHERE m.message_id = p_ticket.last_message_id
        ) IS DISTINCT FROM p_person_id
    END
    FROM (VALUES (true)) AS one
    LEFT JOIN helpdesk.ticket_look AS l ON l.person_id = p_person_id AND l.ticket_id = p_ticket.ticket_id;
END;

COMMENT ON FUNCTION helpdesk.is_new_to IS
'Whether somebody else has written on the ticket since the person looked; of one never looked at: whether it is open '
'and nobody has answered.';
