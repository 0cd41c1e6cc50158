-- Of this database, by the time that they took together; milliseconds.
SELECT
    s.calls,
    round(s.mean_exec_time::numeric, 1) AS mean_ms,
    round(s.max_exec_time::numeric, 1) AS max_ms,
    round((s.total_exec_time / 1000)::numeric, 1) AS total_s,
    left(regexp_replace(s.query, '\s+', ' ', 'g'), 100) AS statement
FROM {}.pg_stat_statements AS s
WHERE s.dbid = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
ORDER BY s.total_exec_time DESC
LIMIT %s
