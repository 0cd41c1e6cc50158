CREATE OR REPLACE FUNCTION helpdesk.list_indexes() RETURNS TABLE (
    name text,
    table_name text,
    bytes bigint,
    wasted_bytes bigint,
    scans bigint,
    is_needed boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        i.indexrelid::regclass::text,
        i.indrelid::regclass::text,
        pg_relation_size(i.indexrelid),
        CASE WHEN w.columns = i.indnkeyatts AND c.reltuples >= 0 AND a.amname = 'btree' THEN greatest(
            0,
            pg_relation_size(i.indexrelid)
                - 8192 * (1 + ceil(c.reltuples * (12 + 8 * ceil(w.bytes / 8.0)) / (8152 * 0.9)))
        )::bigint END,
        s.idx_scan,
        i.indisunique OR EXISTS (
            SELECT
            FROM pg_constraint AS k
            WHERE k.contype = 'f' AND k.conrelid = i.indrelid AND k.conkey[1] = i.indkey[0]
        )
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS a ON a.oid = c.relam
    JOIN pg_stat_all_indexes AS s USING (indexrelid)
    CROSS JOIN LATERAL (
        SELECT sum(p.avg_width) AS bytes, count(*) AS columns
        FROM pg_attribute AS b
        JOIN pg_stats AS p ON p.schemaname = s.schemaname AND p.tablename = s.relname AND p.attname = b.attname
        WHERE b.attrelid = i.indrelid AND b.attnum = ANY (i.indkey) AND NOT p.inherited
    ) AS w
    WHERE s.schemaname IN ('helpdesk', 'audit', 'dramatiq')
    ORDER BY pg_relation_size(i.indexrelid) DESC;
END;

COMMENT ON FUNCTION helpdesk.list_indexes IS
'Indexes, the largest first: bytes; wasted_bytes: by how much a btree is larger than its entries at their mean width '
'would need, an estimate, null where there is none; scans since statistics were reset; is_needed: unique, or of a '
'foreign key, whether it is scanned or not. For pgdesk storage, and whoever asks in psql.';
