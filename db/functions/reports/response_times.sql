CREATE OR REPLACE VIEW reports.response_times AS
SELECT
    t.ticket_id,
    t.day,
    t.department,
    t.priority,
    t.channel,
    date_part('epoch', t.first_response_at - t.created_at) / 60 AS first_response_minutes,
    CASE
        WHEN t.first_response_at IS NOT NULL AND u.is_answered
            THEN u.first_response_us / 60000000
    END AS first_response_business_minutes,
    CASE
        WHEN NOT t.is_merged AND NOT t.is_spam
            THEN date_part('epoch', t.resolved_at - t.created_at) / 60
    END AS resolution_minutes,
    CASE
        WHEN t.resolved_at IS NOT NULL AND NOT t.is_merged AND NOT t.is_spam AND u.is_resolved
            THEN u.resolution_us / 60000000
    END AS resolution_business_minutes,
    t.created_at,
    t.resolved_at,
    t.agent_id
FROM reports.tickets AS t
LEFT JOIN (
    -- As numbers that an aggregate keeps in place: exact for 285 years.
    SELECT
        c.ticket_id,
        sum(c.used_us::double precision) FILTER (WHERE c.metric = 'first_response') AS first_response_us,
        bool_and(c.mode IN ('stop', 'restart')) FILTER (WHERE c.metric = 'first_response') AS is_answered,
        sum(c.used_us::double precision) FILTER (WHERE c.metric = 'resolution') AS resolution_us,
        bool_and(c.mode IN ('stop', 'restart')) FILTER (WHERE c.metric = 'resolution') AS is_resolved
    FROM helpdesk.sla_clock AS c
    WHERE c.metric IN ('first_response', 'resolution')
    GROUP BY c.ticket_id
) AS u USING (ticket_id);

COMMENT ON VIEW reports.response_times IS
'Minutes from creation to the first public reply by staff and to the resolution that holds; by the calendar on the '
'wall and in business time (opening hours of the SLA, pauses left out). Empty: not yet, no SLA clock, or, of the '
'resolution, merged or spam.';
COMMENT ON COLUMN reports.response_times.ticket_id IS 'Ticket.';
COMMENT ON COLUMN reports.response_times.day IS 'Day in UTC on which the ticket was opened.';
COMMENT ON COLUMN reports.response_times.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.response_times.priority IS 'Priority now.';
COMMENT ON COLUMN reports.response_times.channel IS 'How the ticket came in.';
COMMENT ON COLUMN reports.response_times.first_response_minutes IS
'Minutes on the wall clock from opening to the first public reply by staff; empty: none yet.';
COMMENT ON COLUMN reports.response_times.first_response_business_minutes IS
'The same in opening hours of the SLA, pauses left out; empty: none yet, or no SLA clock.';
COMMENT ON COLUMN reports.response_times.resolution_minutes IS
'Minutes on the wall clock from opening to the resolution that holds; empty: not resolved, merged or spam.';
COMMENT ON COLUMN reports.response_times.resolution_business_minutes IS
'The same in opening hours of the SLA, pauses left out, over all cycles; empty: not resolved, or no SLA clock.';
COMMENT ON COLUMN reports.response_times.created_at IS 'When the ticket was opened; by it an index finds a period.';
COMMENT ON COLUMN reports.response_times.resolved_at IS 'When it was resolved, as it stands now; empty: not resolved.';
COMMENT ON COLUMN reports.response_times.agent_id IS 'Assignee now, a number; empty: nobody.';
GRANT SELECT ON reports.response_times TO reporter;
