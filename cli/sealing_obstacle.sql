-- The open transaction that holds sealing back: the oldest with a number.
SELECT found.text
FROM (
    SELECT
        age(a.backend_xid) AS age,
        format(
            'process %s of %s (%s, since %s UTC) has an open transaction',
            a.pid, a.usename, coalesce(nullif(a.application_name, ''), 'no name'),
            to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
        ) AS text
    FROM pg_stat_activity AS a
    WHERE a.backend_xid IS NOT NULL AND a.pid <> pg_backend_pid()
    UNION ALL
    SELECT
        age(p.transaction),
        format(
            'transaction %s was prepared by %s at %s UTC and never ended', quote_literal(p.gid), p.owner,
            to_char(p.prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
        )
    FROM pg_prepared_xacts AS p
) AS found
ORDER BY found.age DESC
LIMIT 1
