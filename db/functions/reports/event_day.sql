CREATE OR REPLACE VIEW helpdesk.event_day AS
SELECT d.day::date AS day
FROM (
    SELECT
        (SELECT min(e.at) FROM helpdesk.event AS e WHERE e.kind = 'ticket_created') AS first_at,
        -- By kind, as the index has it.
        (SELECT max(l.at)
         FROM helpdesk.event_kind AS k
         CROSS JOIN LATERAL (SELECT max(e.at) AS at FROM helpdesk.event AS e WHERE e.kind = k.kind) AS l) AS last_at
) AS e
CROSS JOIN LATERAL generate_series(
    date_trunc('day', e.first_at AT TIME ZONE 'UTC'), e.last_at AT TIME ZONE 'UTC', interval '1 day'
) AS d(day);

COMMENT ON VIEW helpdesk.event_day IS 'Every day in UTC from the first event to the last.';
