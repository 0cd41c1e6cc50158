CREATE OR REPLACE FUNCTION helpdesk.index_missing_words(
    p_from_ticket_id bigint DEFAULT 1,
    p_until_ticket_id bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_until bigint := coalesce(p_until_ticket_id, (SELECT max(t.ticket_id) FROM helpdesk.ticket AS t));
    v_tickets bigint;
    v_messages bigint;
BEGIN
    INSERT INTO helpdesk.ticket_search (ticket_id, document)
    SELECT t.ticket_id, helpdesk.search_document(t.ticket_id, t.language, t.subject, t.description)
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id BETWEEN p_from_ticket_id AND v_until
    ORDER BY t.ticket_id
    ON CONFLICT (ticket_id) DO NOTHING;
    GET DIAGNOSTICS v_tickets = ROW_COUNT;
    INSERT INTO helpdesk.message_search (message_id, ticket_id, is_public, document)
    SELECT m.message_id, m.ticket_id, m.kind = 'reply', helpdesk.search_document(m.message_id, t.language, NULL, m.body)
    FROM helpdesk.ticket AS t
    JOIN helpdesk.message AS m USING (ticket_id)
    WHERE t.ticket_id BETWEEN p_from_ticket_id AND v_until AND m.kind <> 'system' AND m.deleted_at IS NULL
    ORDER BY m.message_id
    ON CONFLICT (message_id) DO NOTHING;
    GET DIAGNOSTICS v_messages = ROW_COUNT;
    RETURN v_tickets + v_messages;
END
$$;

COMMENT ON FUNCTION helpdesk.index_missing_words IS
'Makes tickets that were loaded without triggers searchable, with their messages; those that are searchable '
'stay as they are. Returns how many rows it wrote.';
