-- title: Searches that found no article
-- description: The 200 most frequent.
-- period: 30 | Searched in
-- chart: bar query searches
SELECT
    g.query,
    g.language,
    sum(g.searches)::bigint AS searches,
    coalesce(sum(g.searches) FILTER (WHERE g.asked_by = 'staff'), 0)::bigint AS by_staff,
    max(g.day) AS last_day
FROM reports.article_gaps AS g
WHERE g.day BETWEEN %(from)s AND %(to)s
GROUP BY g.query, g.language
ORDER BY searches DESC, g.query, g.language
LIMIT 200
