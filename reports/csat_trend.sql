-- title: How content requesters were over time
-- description: Percent of ratings of 4 and 5, of 1 to 5.
-- period: 180 | Rated in
-- parameter: step choice(day,week,month) = week | A row for each
-- chart: line day percent_good
SELECT
    s.day,
    count(r.rating) AS ratings,
    round(avg(r.rating), 2) AS average,
    round(100.0 * count(*) FILTER (WHERE r.rating >= 4) / nullif(count(r.rating), 0), 1) AS percent_good
FROM reports.steps(%(from)s, %(to)s, %(step)s) AS s(day)
LEFT JOIN reports.ratings AS r
    ON reports.step_start(r.day, %(from)s, %(step)s) = s.day
    AND r.rated_at >= %(from)s AND r.rated_at < %(to)s + 1
GROUP BY s.day
ORDER BY s.day
