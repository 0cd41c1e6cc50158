CREATE OR REPLACE FUNCTION helpdesk.stage_import_messages(p_import helpdesk.import) RETURNS void
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
            greatest((b.data ->> 'created_at')::timestamptz, w.created_at, h.created_at) AS created_at,
            (b.data ->> 'edited_at')::timestamptz AS edited_at,
            (b.data ->> 'deleted_at')::timestamptz AS deleted_at
        FROM pg_temp.import_batch AS b
        JOIN pg_temp.import_ticket AS t ON t.external_id = b.ticket
        LEFT JOIN pg_temp.import_ticket_row AS w ON w.ticket_id = t.ticket_id
        LEFT JOIN helpdesk.ticket AS h ON h.ticket_id = t.ticket_id
        LEFT JOIN helpdesk.import_key AS a
            ON a.source = p_import.source AND a.record = 'person' AND a.external_id = b.data ->> 'author'
        LEFT JOIN helpdesk.channel AS c ON c.channel = b.data ->> 'channel'
        WHERE b.record = 'message' AND b.state IS NULL
        ORDER BY
            t.ticket_id,
            greatest((b.data ->> 'created_at')::timestamptz, w.created_at, h.created_at),
            b.import_row_id
    ) AS m;
    ANALYZE pg_temp.import_message;
END
$$;

COMMENT ON FUNCTION helpdesk.stage_import_messages IS
'Puts the messages that a batch makes or changes into pg_temp.import_message, with their ids here, those of a ticket '
'in the order of their instants.';
