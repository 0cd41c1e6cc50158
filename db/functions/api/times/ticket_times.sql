CREATE VIEW api.ticket_times WITH (security_invoker = true) AS
SELECT
    e.ticket_id,
    sum(e.minutes) AS minutes,
    coalesce(sum(e.minutes) FILTER (WHERE e.is_billable), 0) AS billable_minutes,
    count(*) AS entries
FROM helpdesk.time_entry AS e
WHERE helpdesk.token_reads('ticket_times')
GROUP BY e.ticket_id;

COMMENT ON VIEW api.ticket_times IS
$$Time spent on tickets, added up

A row for each ticket on which somebody spent any.$$;
COMMENT ON COLUMN api.ticket_times.minutes IS 'In all.';
COMMENT ON COLUMN api.ticket_times.billable_minutes IS 'Of these, what somebody is to pay for.';
COMMENT ON COLUMN api.ticket_times.entries IS 'How many time entries there are.';

GRANT SELECT ON api.ticket_times TO agent, admin;
