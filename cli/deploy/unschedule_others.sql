-- Takes the jobs out of pg_cron that begin with %(prefix)s and are none of %(kept)s.
SELECT cron.unschedule(j.jobid)
FROM cron.job AS j
WHERE starts_with(j.jobname, %(prefix)s) AND NOT (j.jobname = ANY (%(kept)s))
