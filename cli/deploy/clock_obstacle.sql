-- What decides whether the jobs can be scheduled in pg_cron.
SELECT
    r.rolsuper,
    CASE WHEN r.rolsuper THEN current_setting('cron.database_name', true) END,
    EXISTS (SELECT FROM pg_available_extensions AS e WHERE e.name = 'pg_cron')
FROM pg_roles AS r
WHERE r.rolname = current_user
