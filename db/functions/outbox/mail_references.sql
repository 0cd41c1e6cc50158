-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_references(p_ticket_id bigint, p_side_conversation_id bigint DEFAULT NULL)
RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT nullif(array_remove(array_agg(i.id ORDER BY i.position), NULL), '{}')
        FROM (
            SELECT helpdesk.thread_message_id(p_ticket_id, p_side_conversation_id) AS id, 0 AS position
            UNION ALL
            SELECT r.mail_message_id, 100 - r.number
            FROM (
                SELECT m.mail_message_id, row_number() OVER (ORDER BY m.created_at DESC, m.mail_message_id) AS number
                FROM helpdesk.mail_message_id AS m
                WHERE m.ticket_id = p_ticket_id
                    AND m.side_conversation_id IS NOT DISTINCT FROM p_side_conversation_id
                    AND NOT m.is_outgoing
            ) AS r
            WHERE r.number <= 20
        ) AS i
    );
END
$$;

COMMENT ON FUNCTION helpdesk.mail_references IS
'What the next mail of a ticket, or of a conversation beside it, refers to (RFC 5322): the thread, and the last 20 '
'mails that came; the last is the one that it answers. Null: it is about no ticket.';
