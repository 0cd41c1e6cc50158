CREATE OR REPLACE FUNCTION helpdesk.load_messages(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning SET enable_nestloop = off
AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_message;
    CREATE TEMP TABLE import_message ON COMMIT DROP AS
    SELECT
        m.*,
        CASE WHEN m.row_id IS NULL THEN nextval('helpdesk.message_message_id_seq') ELSE m.row_id END AS message_id
    FROM (
        SELECT
            b.import_row_id,
            b.row_id,
            t.ticket_id,
            b.data ->> 'kind' AS kind,
            a.row_id AS author_id,
            b.data ->> 'body' AS body,
            coalesce(c.channel, 'import') AS channel,
            coalesce((b.data -> 'is_pinned')::boolean, false) AND b.data ->> 'kind' = 'note' AS is_pinned,
            greatest((b.data ->> 'created_at')::timestamptz, h.created_at) AS created_at,
            (b.data ->> 'edited_at')::timestamptz AS edited_at,
            (b.data ->> 'deleted_at')::timestamptz AS deleted_at
        FROM pg_temp.import_batch AS b
        JOIN pg_temp.import_ticket AS t ON t.external_id = b.ticket
        JOIN helpdesk.ticket AS h ON h.ticket_id = t.ticket_id
        LEFT JOIN helpdesk.import_key AS a
            ON a.source = p_import.source AND a.record = 'person' AND a.external_id = b.data ->> 'author'
        LEFT JOIN helpdesk.channel AS c ON c.channel = b.data ->> 'channel'
        WHERE b.record = 'message' AND b.state IS NULL
        ORDER BY t.ticket_id, greatest((b.data ->> 'created_at')::timestamptz, h.created_at), b.import_row_id
    ) AS m;

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
    ANALYZE pg_temp.import_message;
END
$$;

COMMENT ON FUNCTION helpdesk.load_messages IS
'Writes the messages of a batch, those of a ticket in the order of their instants.';
