-- title: How content requesters were
-- description: Ratings from 1 (bad) to 5 (good). percent_good: ratings of 4 and 5.
-- period: 90 | Rated in
-- parameter: by choice(department,priority,channel,agent) = department | What to group by
-- chart: bar group percent_good
SELECT
    coalesce(r.name, '(none)') AS "group",
    count(*) AS ratings,
    round(avg(r.rating), 2) AS average,
    round(100.0 * count(*) FILTER (WHERE r.rating >= 4) / count(*), 1) AS percent_good,
    count(*) FILTER (WHERE r.rating <= 2) AS bad,
    count(*) FILTER (WHERE r.has_comment) AS with_comment
FROM (
    SELECT
        g.*,
        CASE %(by)s
            WHEN 'priority' THEN g.priority
            WHEN 'channel' THEN g.channel
            WHEN 'agent' THEN g.agent_id::text
            ELSE g.department
        END AS name
    FROM reports.ratings AS g
    WHERE g.rated_at >= %(from)s AND g.rated_at < %(to)s + 1
) AS r
GROUP BY r.name
ORDER BY ratings DESC, r.name
