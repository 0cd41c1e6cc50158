-- title: Who comes back, by month of first contact
-- description: Of the people who opened their first ticket in a month, the percentage that opened tickets so many
-- description: months later; 0 is the month itself.
-- parameter: months int = 12 | How many months back
-- chart: heat months_after first_month percent
SELECT
    to_char(c.first_month, 'YYYY-MM') AS first_month,
    c.months_after,
    c.people,
    round(100.0 * c.people / first_value(c.people) OVER (
        PARTITION BY c.first_month ORDER BY c.months_after
    ), 1) AS percent,
    c.tickets
FROM reports.contact_cohorts AS c
CROSS JOIN reports.clock AS k
WHERE c.first_month > k.today - make_interval(months => %(months)s)
ORDER BY c.first_month, c.months_after
