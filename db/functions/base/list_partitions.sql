CREATE OR REPLACE FUNCTION helpdesk.list_partitions() RETURNS TABLE (
    name text,
    begins_at timestamptz,
    days_old int,
    live_rows bigint,
    bytes bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        h.inhrelid::regclass::text,
        b.begins_at,
        extract(day FROM helpdesk.clock() - b.begins_at)::int,
        s.n_live_tup,
        pg_total_relation_size(h.inhrelid)
    FROM pg_inherits AS h
    JOIN pg_class AS c ON c.oid = h.inhrelid AND c.relkind = 'r'
    JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname IN ('helpdesk', 'audit')
    JOIN pg_stat_all_tables AS s ON s.relid = h.inhrelid
    CROSS JOIN LATERAL (
        SELECT (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)'''))[1]::timestamptz AS begins_at
    ) AS b
    ORDER BY h.inhparent::regclass::text, b.begins_at;
END;

COMMENT ON FUNCTION helpdesk.list_partitions IS
'Partitions by time: from when on their rows are, how many days ago that is (negative: to come), rows, bytes with '
'indexes. For pgdesk storage, and whoever asks in psql.';
