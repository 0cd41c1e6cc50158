CREATE OR REPLACE VIEW reports.daily_assignment_times AS
WITH counted AS MATERIALIZED (
    SELECT coalesce(array_agg(c.day), '{}') AS days FROM helpdesk.list_counted_days() AS c(day)
)
SELECT
    a.day,
    a.how,
    a.is_transfer,
    m.minutes
FROM (
    SELECT k.* FROM helpdesk.assignment_day AS k WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    UNION ALL
    SELECT n.* FROM helpdesk.assignment_count AS n WHERE n.day <> ALL ((SELECT c.days FROM counted AS c)::date[])
) AS a
CROSS JOIN LATERAL unnest(a.minutes) AS m(minutes);

COMMENT ON VIEW reports.daily_assignment_times IS
'assignments without their tickets, by day: a row for each, for past days read ahead, as daily_activity says.';
COMMENT ON COLUMN reports.daily_assignment_times.day IS 'Day in UTC on which it was assigned.';
COMMENT ON COLUMN reports.daily_assignment_times.how IS
'routed (pgdesk did it: routing or a rule), taken (by the agent) or given (by somebody else).';
COMMENT ON COLUMN reports.daily_assignment_times.is_transfer IS 'Whether another had it right before.';
COMMENT ON COLUMN reports.daily_assignment_times.minutes IS
'Minutes on the wall clock since the ticket was opened.';
GRANT SELECT ON reports.daily_assignment_times TO reporter;
