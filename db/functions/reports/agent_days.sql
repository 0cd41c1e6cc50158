CREATE OR REPLACE VIEW reports.agent_days AS
SELECT
    a.person_id AS agent_id,
    (e.at AT TIME ZONE 'UTC')::date AS day,
    count(*) FILTER (WHERE e.kind = 'reply_created') AS replies,
    count(*) FILTER (WHERE e.kind = 'internal_note_added') AS notes,
    count(*) FILTER (WHERE e.kind = 'ticket_resolved') AS resolved,
    count(*) FILTER (WHERE e.kind = 'help_addressed') AS help_given,
    count(DISTINCT e.ticket_id) AS tickets
FROM helpdesk.agent AS a
JOIN helpdesk.event AS e ON e.actor_id = a.person_id
WHERE e.kind IN ('reply_created', 'internal_note_added', 'ticket_resolved', 'help_addressed')
GROUP BY 1, 2;

COMMENT ON VIEW reports.agent_days IS
'What each member of staff, a number, did on each day (UTC); tickets: on how many different ones.';
GRANT SELECT ON reports.agent_days TO reporter;
