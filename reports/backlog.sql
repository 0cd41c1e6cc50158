-- title: Open tickets at the end of each day
-- description: Tickets that were neither solved nor closed at the end of the day (UTC), and how they came and went.
-- period: 30 | Days
-- chart: line day open_tickets
SELECT b.day, b.opened, b.solved, b.open_tickets
FROM reports.daily_backlog AS b
WHERE b.day BETWEEN %(from)s AND %(to)s
ORDER BY b.day
