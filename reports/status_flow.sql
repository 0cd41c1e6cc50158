-- title: How tickets go from status to status
-- description: Changes of status, and how long tickets were in the status before.
-- period: 30 | Changed in
-- chart: heat to_status from_status changes
SELECT
    f.from_status,
    f.to_status,
    count(*) AS changes,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY f.minutes) / 60)::numeric, 1) AS median_hours_before
FROM reports.daily_status_times AS f
WHERE f.day BETWEEN %(from)s AND %(to)s
GROUP BY f.from_status, f.to_status
ORDER BY changes DESC, f.from_status, f.to_status
