-- The months of which the audit log may have rows.
SELECT generate_series(
    date_trunc('month', min(c.at) AT TIME ZONE 'UTC'),
    date_trunc('month', max(c.at) AT TIME ZONE 'UTC'),
    '1 month'
)::date
FROM audit.change AS c
