CREATE OR REPLACE FUNCTION helpdesk.attach_mail_files(
    p_mail helpdesk.inbound_mail,
    p_parsed jsonb,
    p_ticket_id bigint,
    p_message_id bigint
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_max_files int;
    v_max_bytes bigint;
    v_state text;
    v_left_out text;
    v_notes text[];
BEGIN
    IF jsonb_array_length(p_parsed -> 'attachments') = 0 AND NOT (p_parsed -> 'is_broken')::boolean THEN
        RETURN;
    END IF;
    v_max_files := helpdesk.setting_int('max_attachments_per_reply');
    v_max_bytes := helpdesk.setting_int('max_attachment_size_kb') * 1024::bigint;
    v_state := helpdesk.first_file_state();
    WITH file AS (
        SELECT
            a.*,
            k.is_taken,
            count(*) FILTER (WHERE NOT a.is_inline AND k.is_taken) OVER (ORDER BY a.number) AS place
        FROM ROWS FROM (
            jsonb_to_recordset(p_parsed -> 'attachments') AS (
                part_path text, filename text, media_type text, size_bytes bigint, sha256 text, content_id text,
                is_inline boolean
            )
        ) WITH ORDINALITY AS a(part_path, filename, media_type, size_bytes, sha256, content_id, is_inline, number)
        CROSS JOIN LATERAL (
            SELECT a.size_bytes <= v_max_bytes AND NOT helpdesk.is_blocked_file(a.filename) AS is_taken
        ) AS k
    ),
    attached AS (
        INSERT INTO helpdesk.attachment (
            ticket_id, message_id, side_message_id, inbound_mail_id, part_path, filename, media_type, size_bytes,
            sha256, content_id, is_inline, state
        )
        SELECT p_ticket_id, p_message_id, p_mail.side_message_id, p_mail.inbound_mail_id,
            f.part_path, f.filename, f.media_type, f.size_bytes, f.sha256, f.content_id, f.is_inline, v_state
        FROM file AS f
        WHERE f.is_taken AND (f.is_inline OR f.place <= v_max_files)
        UNION ALL
        SELECT p_ticket_id, p_message_id, p_mail.side_message_id, p_mail.inbound_mail_id,
            '', 'message.eml', 'message/rfc822', p_mail.size_bytes, p_mail.sha256, NULL, false, v_state
        WHERE (p_parsed -> 'is_broken')::boolean
        ON CONFLICT (inbound_mail_id, part_path) WHERE copy_of_id IS NULL AND inbound_mail_id IS NOT NULL DO NOTHING
    )
    SELECT string_agg(format('%s (%s KiB)', f.filename, ceil(f.size_bytes / 1024.0)), ', ' ORDER BY f.number)
    INTO v_left_out
    FROM file AS f
    WHERE NOT f.is_taken OR NOT f.is_inline AND f.place > v_max_files;

    IF v_state = 'pending' THEN
        PERFORM helpdesk.enqueue('scan_files', p_queue => 'scans');
    END IF;

    v_notes := array_remove(ARRAY[
        'Not attached, but kept in mail ' || p_mail.inbound_mail_id || ': ' || v_left_out || '.',
        CASE WHEN jsonb_path_exists(
            p_parsed -> 'attachments',
            '$[*] ? (@.media_type like_regex "ms-tnef$" || @.filename like_regex "^winmail\\.dat$" flag "i")'
        ) THEN 'Files of this mail, and perhaps its text, are in winmail.dat, as Outlook sends them in "rich text", '
            'which could not be read whole. Ask the sender to send it again as HTML or plain text.'
        END
    ], NULL);
    IF p_mail.side_message_id IS NULL THEN
        INSERT INTO helpdesk.message (ticket_id, kind, body, channel)
        SELECT p_ticket_id, 'system', left(n.body, 10000), 'email'
        FROM unnest(v_notes) WITH ORDINALITY AS n(body, number)
        ORDER BY n.number;
    ELSE
        INSERT INTO helpdesk.side_message (side_conversation_id, body)
        SELECT p_mail.side_conversation_id, left(n.body, 10000)
        FROM unnest(v_notes) WITH ORDINALITY AS n(body, number)
        ORDER BY n.number;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.attach_mail_files IS
'Lists a mail''s files at its ticket and message, or the message beside it, as many, as large and of such types as the '
'settings allow; a system message names the others, and says what a winmail.dat is that could not be read. A mail that '
'could not be read is attached whole.';
