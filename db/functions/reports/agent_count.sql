-- Day by day, as activity_count.
CREATE OR REPLACE VIEW helpdesk.agent_count AS
SELECT
    d.day,
    c.agent_id,
    c.replies,
    c.notes,
    c.resolved,
    c.help_given,
    c.tickets
FROM helpdesk.event_day AS d
CROSS JOIN LATERAL (
    SELECT
        a.person_id AS agent_id,
        count(*) FILTER (WHERE e.kind = 'reply_created') AS replies,
        count(*) FILTER (WHERE e.kind = 'internal_note_added') AS notes,
        count(*) FILTER (WHERE e.kind = 'ticket_resolved') AS resolved,
        count(*) FILTER (WHERE e.kind = 'help_addressed') AS help_given,
        count(DISTINCT e.ticket_id) AS tickets
    FROM helpdesk.agent AS a
    JOIN helpdesk.event AS e ON e.actor_id = a.person_id
    WHERE e.kind IN ('reply_created', 'internal_note_added', 'ticket_resolved', 'help_addressed')
        AND e.at >= d.day::timestamp AT TIME ZONE 'UTC' AND e.at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
    GROUP BY a.person_id
) AS c;

COMMENT ON VIEW helpdesk.agent_count IS 'What agent_day keeps, counted from the events.';
