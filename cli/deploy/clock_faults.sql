-- What keeps pg_cron from calling %(call)s %(calls)s times a minute in %(database)s, or will.
WITH job AS (
    SELECT j.*, starts_with(j.jobname, format('pgdesk:%%s:', %(database)s::text)) AS is_ours
    FROM cron.job AS j
),
call AS (
    SELECT
        count(*) FILTER (WHERE j.active AND j.username = 'worker' AND j.schedule = '* * * * *') AS good,
        min(format('%%s:%%s', j.nodename, j.nodeport)) FILTER (
            WHERE j.nodeport <> current_setting('port')::int
        ) AS elsewhere
    FROM job AS j
    WHERE j.is_ours AND j.database = %(database)s AND j.command = %(call)s
)
SELECT format('pg_cron has %%s of %%s calls: run pgdesk migrate', c.good, %(calls)s::int)
FROM call AS c
WHERE c.good <> %(calls)s
UNION ALL
SELECT format('pg_cron calls another server, %%s: run pgdesk migrate', c.elsewhere)
FROM call AS c
WHERE c.elsewhere IS NOT NULL AND NOT current_setting('cron.use_background_workers')::boolean
UNION ALL
SELECT format(
    'job %%s in pg_cron is of role %%s, which is gone; that ends pg_cron once a second: '
    'DELETE FROM cron.job WHERE jobid = %%s', j.jobid, j.username, j.jobid
)
FROM job AS j
WHERE NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = j.username)
UNION ALL
SELECT format('pg_cron calls database %%s, which is gone: run pgdesk migrate', j.database)
FROM job AS j
WHERE starts_with(j.jobname, 'pgdesk:') AND NOT EXISTS (SELECT FROM pg_database AS d WHERE d.datname = j.database)
GROUP BY j.database
UNION ALL
SELECT format('the last call of pg_cron that ended failed: %%s', trim(r.return_message))
FROM (
    SELECT d.status, d.return_message
    FROM cron.job_run_details AS d
    WHERE d.jobid IN (SELECT j.jobid FROM job AS j WHERE j.is_ours) AND d.end_time IS NOT NULL
    ORDER BY d.runid DESC
    LIMIT 1
) AS r
WHERE r.status = 'failed'
