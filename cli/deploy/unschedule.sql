-- Takes pgdesk's jobs out of pg_cron, those of %(database)s and those of databases that are gone or were renamed.
SELECT cron.unschedule(j.jobid)
FROM (SELECT jobid, substring(jobname FROM '^pgdesk:(.*):[^:]*$') AS desk FROM cron.job) AS j
WHERE j.desk = %(database)s
    OR j.desk IS NOT NULL AND NOT EXISTS (SELECT FROM pg_database AS d WHERE d.datname = j.desk)
