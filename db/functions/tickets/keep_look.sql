CREATE OR REPLACE FUNCTION helpdesk.keep_look(p_ticket_id bigint, p_last_message_id bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    INSERT INTO helpdesk.ticket_look AS l (person_id, ticket_id, last_message_id)
    SELECT helpdesk.me(), p_ticket_id, p_last_message_id
    WHERE NOT EXISTS (
        SELECT 1
        FROM helpdesk.ticket_look AS o
        WHERE o.person_id = helpdesk.me() AND o.ticket_id = p_ticket_id AND o.last_message_id >= p_last_message_id
    )
    ON CONFLICT (person_id, ticket_id) DO UPDATE
    SET last_message_id = greatest(l.last_message_id, excluded.last_message_id), looked_at = excluded.looked_at;
END;

COMMENT ON FUNCTION helpdesk.keep_look IS
'Keeps that the caller has what is on the ticket before the eyes; writes nothing where nothing is new.';
