-- title: Searches that found no article
-- parameter: days int = 30 | How many days back
-- chart: bar query searches
SELECT
    g.query,
    g.language,
    sum(g.searches) AS searches,
    sum(g.searches) FILTER (WHERE g.asked_by = 'staff') AS by_staff,
    max(g.day) AS last_day
FROM reports.article_gaps AS g
CROSS JOIN reports.clock AS c
WHERE g.day > c.today - %(days)s::int
GROUP BY g.query, g.language
ORDER BY searches DESC, g.query, g.language
LIMIT 200
