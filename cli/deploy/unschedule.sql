-- Takes pgdesk's jobs out of pg_cron, those of %(database)s and those of databases that are gone or were renamed.
SELECT cron.unschedule(j.jobid)
FROM cron.job AS j
WHERE starts_with(j.jobname, 'pgdesk:')
    AND (j.database = %(database)s OR NOT EXISTS (SELECT FROM pg_database AS d WHERE d.datname = j.database))
