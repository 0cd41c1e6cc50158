CREATE OR REPLACE FUNCTION helpdesk.judge_import_rules(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
DECLARE
    v_pattern text := '^' || helpdesk.setting_text('ticket_reference_prefix') || '-[0-9]{5,18}$';
    -- Ten times what the desk has, or could have soon.
    v_highest bigint := (SELECT 10 * greatest(1000000, s.last_value) FROM helpdesk.ticket_ticket_id_seq AS s);
BEGIN
    UPDATE pg_temp.import_batch AS b
    SET state = 'bad',
        reason = j.reason,
        hint = j.hint
    FROM (
        SELECT r.import_row_id, 'a note has no author' AS reason, 'Name the member of staff who wrote it.' AS hint
        FROM pg_temp.import_batch AS r
        WHERE r.record = 'message' AND r.data ->> 'kind' = 'note' AND r.data ->> 'author' IS NULL
        UNION ALL
        SELECT r.import_row_id, 'filename has a slash or a control character', 'Leave the path out.'
        FROM pg_temp.import_batch AS r
        WHERE r.record = 'file' AND r.data ->> 'filename' ~ '[/\\[:cntrl:]]'
        UNION ALL
        SELECT r.import_row_id, 'media_type is none', 'Write for example image/png, or leave it out.'
        FROM pg_temp.import_batch AS r
        WHERE r.record = 'file'
            AND r.data ->> 'media_type' !~ '^[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}$'
        UNION ALL
        SELECT r.import_row_id, 'sha256 is not 64 hexadecimal digits', 'Import the bytes along with the record.'
        FROM pg_temp.import_batch AS r
        WHERE r.record = 'file' AND r.data ->> 'sha256' !~ '^[0-9a-f]{64}$'
        UNION ALL
        SELECT r.import_row_id, 'the bytes of the file are not in the store', 'Import them along with the record.'
        FROM pg_temp.import_batch AS r
        LEFT JOIN helpdesk.stored_file AS f ON f.sha256 = r.data ->> 'sha256' AND f.state = 'kept'
        WHERE r.record = 'file' AND f.stored_file_id IS NULL
        UNION ALL
        SELECT r.import_row_id, format('the file has %s bytes', f.size_bytes), 'Correct size_bytes.'
        FROM pg_temp.import_batch AS r
        JOIN helpdesk.stored_file AS f ON f.sha256 = r.data ->> 'sha256' AND f.state = 'kept'
        WHERE r.record = 'file' AND r.data ->> 'size_bytes' <> f.size_bytes::text
        UNION ALL
        SELECT
            r.import_row_id,
            format('reference %s would move the numbers of all tickets to come', r.data ->> 'reference'),
            'Correct the row, or leave reference out.'
        FROM pg_temp.import_batch AS r
        WHERE r.record = 'ticket'
            AND CASE WHEN r.data ->> 'reference' ~ v_pattern
                THEN split_part(r.data ->> 'reference', '-', 2)::bigint > v_highest
            END
        UNION ALL
        SELECT r.import_row_id, format('there is no event kind %s', r.data ->> 'kind'), 'See /rest/event_kinds.'
        FROM pg_temp.import_batch AS r
        LEFT JOIN helpdesk.event_kind AS k ON k.kind = r.data ->> 'kind' AND k.kind NOT LIKE 'sla%'
        WHERE r.record = 'event' AND k.kind IS NULL
        UNION ALL
        SELECT r.import_row_id, 'the two tickets are one', NULL
        FROM pg_temp.import_batch AS r
        WHERE r.record IN ('link', 'merge')
            AND coalesce(r.data ->> 'from', r.data ->> 'source') = coalesce(r.data ->> 'to', r.data ->> 'target')
        UNION ALL
        SELECT
            r.import_row_id,
            format('ticket %s was worked on here since it was taken over', r.ticket),
            'Nothing of it was changed; take over by hand what is new in the source.'
        FROM pg_temp.import_batch AS r
        JOIN helpdesk.import_key AS k
            ON k.source = p_import.source AND k.record = 'ticket' AND k.external_id = r.ticket
        WHERE r.state IS NULL AND helpdesk.is_touched_since(k.row_id, k.last_event_id)
    ) AS j
    WHERE b.import_row_id = j.import_row_id AND b.state IS NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.judge_import_rules IS
'Marks rows as bad that break a rule of the tables for which they are meant.';
