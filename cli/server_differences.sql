-- What is stored and this server would compute otherwise: words, opening times, zones, the order of texts.
WITH stale AS (
    SELECT count(*) AS calendars FROM helpdesk.list_stale_calendars()
),
zone AS (
    SELECT string_agg(u.time_zone, ', ' ORDER BY u.time_zone) AS unknown
    FROM (SELECT p.time_zone FROM helpdesk.person AS p UNION SELECT c.time_zone FROM helpdesk.calendar AS c) AS u
    WHERE NOT helpdesk.is_time_zone(u.time_zone)
),
own_order AS (
    SELECT d.datname, d.datcollversion AS made, pg_database_collation_actual_version(d.oid) AS actual
    FROM pg_database AS d
    WHERE d.datname = current_database()
)
SELECT
    'search words' AS subject,
    w.recipe = helpdesk.search_recipe() AS is_ok,
    CASE
        WHEN w.recipe <> helpdesk.search_recipe() THEN format(
            'made by %s, this is %s: job index_words makes them anew, or pgdesk sweep index_words',
            w.recipe, helpdesk.search_recipe()
        )
        WHEN EXISTS (SELECT FROM helpdesk.search_backlog AS b WHERE b.is_remake)
            THEN 'some are still to be made anew by job index_words'
        ELSE 'made by this server'
    END AS text
FROM helpdesk.search_words_made AS w
UNION ALL
SELECT 'time zones', stale.calendars = 0 AND zone.unknown IS NULL, concat_ws(
    '; ',
    CASE WHEN stale.calendars > 0 THEN format(
        '%s calendars were made by other rules than this server''s: run pgdesk sweep extend_calendars', stale.calendars
    ) END,
    CASE WHEN zone.unknown IS NOT NULL THEN format(
        'this server does not know %s: give people and calendars other ones', zone.unknown
    ) END,
    CASE WHEN stale.calendars = 0 AND zone.unknown IS NULL THEN 'as this server has them' END
)
FROM stale, zone
UNION ALL
SELECT 'collation', c.made IS NOT DISTINCT FROM c.actual, CASE WHEN c.made IS NOT DISTINCT FROM c.actual
    THEN 'as indexes were made'
    ELSE format(
        'indexes of texts were made by version %s, this is %s: run REINDEX DATABASE %I, then '
        'ALTER DATABASE %3$I REFRESH COLLATION VERSION', c.made, c.actual, c.datname
    )
END
FROM own_order AS c
