SELECT name, pg_size_pretty(bytes) AS size, pg_size_pretty(wasted_bytes) AS wasted, scans
FROM helpdesk.list_indexes() WHERE wasted_bytes > 8192 ORDER BY wasted_bytes DESC LIMIT %s
