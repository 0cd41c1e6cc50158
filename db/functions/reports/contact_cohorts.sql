CREATE OR REPLACE VIEW reports.contact_cohorts AS
WITH contact AS (
    SELECT
        t.requester_id,
        date_trunc('month', t.created_at AT TIME ZONE 'UTC')::date AS month,
        count(*) AS tickets
    FROM helpdesk.ticket AS t
    WHERE t.deleted_at IS NULL AND NOT t.is_spam
    GROUP BY 1, 2
),
cohort AS (
    SELECT c.*, min(c.month) OVER (PARTITION BY c.requester_id) AS first_month
    FROM contact AS c
)
SELECT
    c.first_month,
    (extract(year FROM c.month) * 12 + extract(month FROM c.month)
        - extract(year FROM c.first_month) * 12 - extract(month FROM c.first_month))::int AS months_after,
    count(*) AS people,
    sum(c.tickets)::bigint AS tickets
FROM cohort AS c
GROUP BY 1, 2;

COMMENT ON VIEW reports.contact_cohorts IS
'People by the month of their first ticket (UTC): how many of them opened tickets so many months after it. Merged '
'tickets count, spam does not.';
COMMENT ON COLUMN reports.contact_cohorts.first_month IS
'First day of the month in which they opened their first ticket.';
COMMENT ON COLUMN reports.contact_cohorts.months_after IS 'Months from that one: 0 is the month itself.';
COMMENT ON COLUMN reports.contact_cohorts.people IS 'How many of them opened a ticket in it.';
COMMENT ON COLUMN reports.contact_cohorts.tickets IS 'How many tickets they opened in it.';
GRANT SELECT ON reports.contact_cohorts TO reporter;
