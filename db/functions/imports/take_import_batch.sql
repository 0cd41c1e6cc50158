CREATE OR REPLACE FUNCTION helpdesk.take_import_batch(
    p_import helpdesk.import,
    p_stage text,
    p_after text,
    p_size int
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_tickets text[];
    v_last text;
BEGIN
    IF to_regclass('pg_temp.import_batch') IS NOT NULL THEN
        DROP TABLE pg_temp.import_batch;
    END IF;
    CREATE TEMP TABLE import_batch (
        import_row_id bigint PRIMARY KEY,
        line bigint NOT NULL,
        record text NOT NULL,
        external_id text NOT NULL,
        ticket text,
        data jsonb NOT NULL,
        hash bytea NOT NULL,
        row_id bigint,
        is_made boolean,
        state text,
        reason text,
        hint text
    ) ON COMMIT DROP;
    IF p_stage = 'ticket' THEN
        WITH next AS (
            SELECT r.import_row_id, r.external_id
            FROM helpdesk.import_row AS r
            WHERE r.import_id = p_import.import_id
                AND r.record = 'ticket'
                AND r.import_row_id > coalesce(p_after::bigint, 0)
            ORDER BY r.import_row_id
            LIMIT p_size
        )
        SELECT array_agg(n.external_id), max(n.import_row_id) INTO v_tickets, v_last FROM next AS n;
    ELSIF p_stage = 'orphan' THEN
        WITH next AS (
            SELECT DISTINCT r.ticket
            FROM helpdesk.import_row AS r
            WHERE r.import_id = p_import.import_id
                AND r.ticket IS NOT NULL
                AND (p_after IS NULL OR r.ticket > p_after)
                AND NOT EXISTS (
                    SELECT
                    FROM helpdesk.import_row AS t
                    WHERE t.import_id = r.import_id AND t.record = 'ticket' AND t.external_id = r.ticket
                )
            ORDER BY r.ticket
            LIMIT p_size
        )
        SELECT array_agg(n.ticket), max(n.ticket) INTO v_tickets, v_last FROM next AS n;
    END IF;
    INSERT INTO pg_temp.import_batch (import_row_id, line, record, external_id, ticket, data, hash)
    SELECT
        r.import_row_id, r.line, r.record, r.external_id, r.ticket, r.data,
        sha256(convert_to(r.data::text, 'UTF8'))
    FROM (
        SELECT *
        FROM helpdesk.import_row AS t
        WHERE t.import_id = p_import.import_id AND t.ticket = ANY (v_tickets)
        UNION ALL
        (
            SELECT *
            FROM helpdesk.import_row AS o
            WHERE p_stage NOT IN ('ticket', 'orphan')
                AND o.import_id = p_import.import_id
                AND o.record = p_stage
                AND o.import_row_id > coalesce(p_after::bigint, 0)
            ORDER BY o.import_row_id
            LIMIT p_size
        )
    ) AS r;
    IF p_stage NOT IN ('ticket', 'orphan') THEN
        v_last := (SELECT max(b.import_row_id) FROM pg_temp.import_batch AS b);
    END IF;
    UPDATE pg_temp.import_batch AS b
    SET row_id = k.row_id,
        is_made = k.is_made,
        state = CASE WHEN k.hash = b.hash THEN 'unchanged' END
    FROM helpdesk.import_key AS k
    WHERE k.source = p_import.source AND k.record = b.record AND k.external_id = b.external_id;
    ANALYZE pg_temp.import_batch;
    RETURN v_last;
END
$$;

COMMENT ON FUNCTION helpdesk.take_import_batch IS
'Puts the next rows of an import into pg_temp.import_batch, those of an earlier import that have not changed marked as'
' such. p_stage: organisation, person, ticket (so many tickets with all that belongs to them), orphan (the same of '
'tickets that have no row of their own), link, merge. Returns behind what the next batch begins; null: nothing is '
'left.';
