CREATE OR REPLACE FUNCTION helpdesk.load_files(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning SET enable_nestloop = off
AS $$
DECLARE
    v_state text := helpdesk.first_file_state();
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_file;
    CREATE TEMP TABLE import_file ON COMMIT DROP AS
    SELECT
        b.import_row_id,
        b.row_id,
        CASE WHEN b.row_id IS NULL THEN nextval('helpdesk.attachment_attachment_id_seq') ELSE b.row_id END
            AS attachment_id,
        t.ticket_id,
        coalesce(m.row_id, k.row_id) AS message_id,
        b.data ->> 'filename' AS filename,
        coalesce(b.data ->> 'media_type', 'application/octet-stream') AS media_type,
        (b.data ->> 'size_bytes')::bigint AS size_bytes,
        b.data ->> 'sha256' AS sha256,
        b.data ->> 'content_id' AS content_id,
        coalesce((b.data -> 'is_inline')::boolean, false) AS is_inline,
        (b.data ->> 'created_at')::timestamptz AS created_at
    FROM pg_temp.import_batch AS b
    JOIN pg_temp.import_ticket AS t ON t.external_id = b.ticket
    LEFT JOIN pg_temp.import_batch AS m ON m.record = 'message' AND m.external_id = b.data ->> 'message'
    LEFT JOIN helpdesk.import_key AS k
        ON k.source = p_import.source AND k.record = 'message' AND k.external_id = b.data ->> 'message'
    WHERE b.record = 'file' AND b.state IS NULL
    ORDER BY b.import_row_id;

    INSERT INTO helpdesk.attachment (
        attachment_id, ticket_id, message_id, filename, media_type, size_bytes, sha256, content_id, is_inline, state,
        created_at, stored_file_id
    )
    OVERRIDING SYSTEM VALUE
    SELECT
        f.attachment_id, f.ticket_id, f.message_id, f.filename, f.media_type, f.size_bytes, f.sha256, f.content_id,
        f.is_inline, v_state,
        coalesce(
            f.created_at,
            (SELECT m.created_at FROM helpdesk.message AS m WHERE m.message_id = f.message_id),
            (SELECT t.created_at FROM helpdesk.ticket AS t WHERE t.ticket_id = f.ticket_id)
        ),
        (helpdesk.refer_to_file(f.sha256, f.size_bytes)).stored_file_id
    FROM pg_temp.import_file AS f
    WHERE f.row_id IS NULL
    ORDER BY f.attachment_id;
    IF FOUND AND v_state = 'pending' THEN
        PERFORM helpdesk.enqueue('scan_files', p_queue => 'scans');
    END IF;
    UPDATE helpdesk.attachment AS a
    SET filename = f.filename, is_inline = f.is_inline
    FROM pg_temp.import_file AS f
    WHERE f.row_id = a.attachment_id AND a.state <> 'gone';

    UPDATE pg_temp.import_batch AS b
    SET row_id = f.attachment_id
    FROM pg_temp.import_file AS f
    WHERE f.import_row_id = b.import_row_id;
END
$$;

COMMENT ON FUNCTION helpdesk.load_files IS
'Writes the files of a batch; their bytes are in the store already, put there by who read the source.';
