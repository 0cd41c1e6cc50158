-- Lets pg_cron call %(call)s in %(database)s, %(calls)s times a minute, and %(purge)s in its own once a day.
SELECT cron.schedule_in_database(format('pgdesk:%%s:%%s', %(database)s::text, c.name), c.cron, c.command, c.place, 'worker')
FROM (
    SELECT n::text, '* * * * *', %(call)s::text, %(database)s::text FROM generate_series(1, %(calls)s) AS n
    UNION ALL
    SELECT 'purge', '55 4 * * *', %(purge)s::text, current_database()::text WHERE %(calls)s > 0
) AS c(name, cron, command, place)
