-- title: How content requesters were over time
-- description: Percent of ratings of 4 and 5, of 1 to 5.
-- period: 180 | Rated in
-- parameter: step choice(day,week,month) = week | A row for each
-- chart: line day percent_good
SELECT
    s.day,
    coalesce(r.ratings, 0) AS ratings,
    r.average,
    r.percent_good
FROM reports.steps(%(from)s, %(to)s, %(step)s) AS s(day)
LEFT JOIN (
    SELECT
        reports.step_start(g.day, %(from)s, %(step)s) AS day,
        count(*) AS ratings,
        round(avg(g.rating), 2) AS average,
        round(100.0 * count(*) FILTER (WHERE g.rating >= 4) / count(*), 1) AS percent_good
    FROM reports.ratings AS g
    WHERE g.rated_at >= %(from)s AND g.rated_at < %(to)s + 1
    GROUP BY 1
) AS r ON r.day = s.day
ORDER BY s.day
