CREATE OR REPLACE FUNCTION helpdesk.summarise_tickets() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.ticket AS t
    SET first_response_at = m.first_response_at,
        last_message_id = m.last_message_id,
        last_message_at = m.last_message_at,
        updated_at = greatest(t.updated_at, CASE WHEN i.data ->> 'updated_at' IS NULL THEN m.last_message_at END)
    FROM (
        SELECT
            n.ticket_id,
            max(n.message_id) FILTER (WHERE n.kind <> 'system') AS last_message_id,
            max(n.created_at) FILTER (WHERE n.kind <> 'system') AS last_message_at,
            min(n.created_at) FILTER (
                WHERE n.kind = 'reply' AND p.role <> 'customer' AND n.author_id <> h.requester_id
            ) AS first_response_at
        FROM pg_temp.import_ticket AS w
        JOIN helpdesk.ticket AS h USING (ticket_id)
        JOIN helpdesk.message AS n USING (ticket_id)
        LEFT JOIN helpdesk.person AS p ON p.person_id = n.author_id
        WHERE NOT w.is_new
        GROUP BY n.ticket_id
    ) AS m
    JOIN pg_temp.import_ticket AS i USING (ticket_id)
    WHERE NOT i.is_new AND t.ticket_id = m.ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.summarise_tickets IS
'Says on tickets that a batch changed when staff first answered and what was written last.';
