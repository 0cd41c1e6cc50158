CREATE OR REPLACE FUNCTION helpdesk.index_words_between(
    p_from_ticket_id bigint DEFAULT 1,
    p_until_ticket_id bigint DEFAULT NULL,
    p_is_remake boolean DEFAULT false
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_until bigint := coalesce(p_until_ticket_id, (SELECT max(t.ticket_id) FROM helpdesk.ticket AS t));
    v_rows bigint;
    v_written bigint := 0;
BEGIN
    IF p_is_remake THEN
        UPDATE helpdesk.ticket_search AS s
        SET document = helpdesk.ticket_document(s.ticket_id)
        WHERE s.ticket_id BETWEEN p_from_ticket_id AND v_until;
        GET DIAGNOSTICS v_written = ROW_COUNT;
        UPDATE helpdesk.message_search AS s
        SET document = helpdesk.message_document(s.message_id)
        WHERE s.ticket_id BETWEEN p_from_ticket_id AND v_until;
        GET DIAGNOSTICS v_rows = ROW_COUNT;
        v_written := v_written + v_rows;
    END IF;
    INSERT INTO helpdesk.ticket_search (ticket_id, document)
    SELECT t.ticket_id, helpdesk.ticket_document(t.ticket_id)
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id BETWEEN p_from_ticket_id AND v_until
        AND NOT EXISTS (SELECT FROM helpdesk.ticket_search AS s WHERE s.ticket_id = t.ticket_id)
    ORDER BY t.ticket_id
    ON CONFLICT (ticket_id) DO NOTHING;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    v_written := v_written + v_rows;
    INSERT INTO helpdesk.message_search (message_id, ticket_id, is_public, document)
    SELECT m.message_id, m.ticket_id, m.kind = 'reply', helpdesk.search_document(m.message_id, t.language, NULL, m.body)
    FROM helpdesk.ticket AS t
    JOIN helpdesk.message AS m USING (ticket_id)
    WHERE t.ticket_id BETWEEN p_from_ticket_id AND v_until AND m.kind <> 'system' AND m.deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM helpdesk.message_search AS s WHERE s.message_id = m.message_id)
    ORDER BY m.message_id
    ON CONFLICT (message_id) DO NOTHING;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    RETURN v_written + v_rows;
END
$$;

COMMENT ON FUNCTION helpdesk.index_words_between IS
'Makes tickets that were loaded without triggers searchable, with their messages; p_is_remake: makes the words of '
'those that are searchable anew. Returns how many rows it wrote.';
