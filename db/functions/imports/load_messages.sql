CREATE OR REPLACE FUNCTION helpdesk.load_messages(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
BEGIN
    INSERT INTO helpdesk.message (
        message_id, ticket_id, kind, author_id, body, channel, is_pinned, created_at, edited_at, deleted_at
    )
    OVERRIDING SYSTEM VALUE
    SELECT
        m.message_id, m.ticket_id, m.kind, m.author_id, m.body, m.channel, m.is_pinned, m.created_at, m.edited_at,
        m.deleted_at
    FROM pg_temp.import_message AS m
    WHERE m.row_id IS NULL
    ORDER BY m.message_id;
    UPDATE helpdesk.message AS h
    SET author_id = m.author_id,
        body = m.body,
        is_pinned = m.is_pinned,
        edited_at = m.edited_at,
        deleted_at = m.deleted_at
    FROM pg_temp.import_message AS m
    WHERE m.row_id = h.message_id;

    UPDATE pg_temp.import_batch AS b
    SET row_id = m.message_id
    FROM pg_temp.import_message AS m
    WHERE m.import_row_id = b.import_row_id;
END
$$;

COMMENT ON FUNCTION helpdesk.load_messages IS
'Writes the messages of a batch.';
