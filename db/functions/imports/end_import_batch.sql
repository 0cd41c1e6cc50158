CREATE OR REPLACE FUNCTION helpdesk.end_import_batch(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
BEGIN
    INSERT INTO helpdesk.import_problem (import_id, line, record, external_id, reason, hint, data)
    SELECT p_import.import_id, b.line, b.record, b.external_id, left(b.reason, 1000), b.hint, b.data
    FROM pg_temp.import_batch AS b
    WHERE b.state = 'bad'
    ORDER BY b.import_row_id;

    INSERT INTO helpdesk.import_key AS k (
        source, record, external_id, import_id, row_id, is_made, hash, content_hash
    )
    SELECT
        p_import.source, b.record, b.external_id, p_import.import_id, b.row_id, coalesce(b.is_made, true), b.hash,
        CASE b.record
            WHEN 'message' THEN sha256(convert_to(b.data ->> 'body', 'UTF8'))
            WHEN 'file' THEN decode(b.data ->> 'sha256', 'hex')
        END
    FROM pg_temp.import_batch AS b
    WHERE b.state IN ('imported', 'updated')
    ON CONFLICT (source, record, external_id) DO UPDATE
    SET hash = excluded.hash, content_hash = excluded.content_hash, row_id = excluded.row_id;

    UPDATE helpdesk.import_count AS c
    SET imported = c.imported + b.imported,
        updated = c.updated + b.updated,
        unchanged = c.unchanged + b.unchanged,
        bad = c.bad + b.bad
    FROM (
        SELECT
            r.record,
            count(*) FILTER (WHERE r.state = 'imported') AS imported,
            count(*) FILTER (WHERE r.state = 'updated') AS updated,
            count(*) FILTER (WHERE r.state = 'unchanged') AS unchanged,
            count(*) FILTER (WHERE r.state = 'bad') AS bad
        FROM pg_temp.import_batch AS r
        GROUP BY r.record
    ) AS b
    WHERE c.import_id = p_import.import_id AND c.record = b.record;

    DELETE FROM helpdesk.import_row AS r
    USING pg_temp.import_batch AS b
    WHERE r.import_row_id = b.import_row_id;
END
$$;

COMMENT ON FUNCTION helpdesk.end_import_batch IS
'Keeps problems and keys of a batch, counts it, and drops its rows from those that are still to be taken over.';
