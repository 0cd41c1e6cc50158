SELECT name, live_rows, dead_rows, pg_size_pretty(table_bytes) AS table,
    pg_size_pretty(index_bytes) AS indexes, pg_size_pretty(wasted_bytes) AS wasted,
    to_char(vacuumed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS vacuumed
FROM helpdesk.list_tables() LIMIT %s
