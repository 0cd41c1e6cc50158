-- title: Open tickets at the end of each day
-- parameter: days int = 30 | How many days back
-- chart: line day open_tickets
SELECT b.day, b.opened, b.solved, b.open_tickets
FROM reports.daily_backlog AS b
CROSS JOIN reports.clock AS c
WHERE b.day > c.today - %(days)s::int
ORDER BY b.day
