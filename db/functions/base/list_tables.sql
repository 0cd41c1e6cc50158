CREATE OR REPLACE FUNCTION helpdesk.list_tables() RETURNS TABLE (
    name text,
    live_rows bigint,
    dead_rows bigint,
    table_bytes bigint,
    index_bytes bigint,
    wasted_bytes bigint,
    vacuumed_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        c.oid::regclass::text,
        s.n_live_tup,
        s.n_dead_tup,
        pg_table_size(c.oid),
        pg_indexes_size(c.oid),
        CASE WHEN w.bytes > 0 AND c.reltuples >= 0 THEN greatest(
            0, pg_relation_size(c.oid) - 8192 * ceil(c.reltuples * (28 + w.bytes) * 100 / (8168 * f.percent))
        )::bigint END,
        greatest(s.last_vacuum, s.last_autovacuum)
    FROM pg_class AS c
    JOIN pg_stat_all_tables AS s ON s.relid = c.oid
    CROSS JOIN LATERAL (
        SELECT coalesce(max(o.option_value::int), 100) AS percent
        FROM pg_options_to_table(c.reloptions) AS o
        WHERE o.option_name = 'fillfactor'
    ) AS f
    CROSS JOIN LATERAL (
        SELECT sum(p.avg_width * (1 - p.null_frac)) AS bytes
        FROM pg_stats AS p
        WHERE p.schemaname = s.schemaname AND p.tablename = s.relname AND NOT p.inherited
    ) AS w
    WHERE c.relkind = 'r' AND s.schemaname IN ('helpdesk', 'audit', 'dramatiq')
    ORDER BY pg_total_relation_size(c.oid) DESC;
END;

COMMENT ON FUNCTION helpdesk.list_tables IS
'Tables and partitions, the largest first: rows that are there, rows that wait for vacuum, bytes with TOAST, bytes of '
'indexes; wasted_bytes: by how much the table itself is larger than its rows at their mean width would need, an '
'estimate from the last ANALYZE, null without one. For pgdesk storage, and whoever asks in psql.';
