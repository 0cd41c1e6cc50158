SELECT name, begins_at::date AS begins, days_old, live_rows, pg_size_pretty(bytes) AS size
FROM helpdesk.list_partitions() LIMIT %s
