SELECT name, table_name, pg_size_pretty(bytes) AS size
FROM helpdesk.list_indexes() WHERE scans = 0 AND NOT is_needed LIMIT %s
