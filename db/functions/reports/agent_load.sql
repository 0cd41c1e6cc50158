CREATE OR REPLACE VIEW reports.agent_load AS
SELECT
    a.person_id AS agent_id,
    (SELECT string_agg(d.name, ', ' ORDER BY d.name)
     FROM helpdesk.department_member AS m
     JOIN helpdesk.department AS d USING (department_id)
     WHERE m.person_id = a.person_id) AS departments,
    count(t.ticket_id) AS open_tickets,
    count(*) FILTER (WHERE t.status_category IN ('pending', 'on_hold')) AS waiting_tickets,
    count(*) FILTER (WHERE t.priority IN ('urgent', 'critical')) AS urgent_tickets,
    min(t.created_at) AS oldest_ticket_at
FROM helpdesk.agent AS a
JOIN helpdesk.person AS p USING (person_id)
LEFT JOIN reports.tickets AS t ON t.agent_id = a.person_id AND t.is_open
WHERE p.is_active AND NOT a.is_light
GROUP BY a.person_id;

COMMENT ON VIEW reports.agent_load IS 'The open tickets of each active member of staff, a number, now.';
COMMENT ON COLUMN reports.agent_load.agent_id IS 'Member of staff, a number.';
COMMENT ON COLUMN reports.agent_load.departments IS
'Names of the departments that the person is a member of, in order, separated by commas; empty: of none.';
COMMENT ON COLUMN reports.agent_load.open_tickets IS
'Tickets assigned to the person now that are neither solved nor closed.';
COMMENT ON COLUMN reports.agent_load.waiting_tickets IS
'Those of the open tickets that wait for somebody else: status of category pending or on_hold.';
COMMENT ON COLUMN reports.agent_load.urgent_tickets IS 'Those of the open tickets with priority urgent or critical.';
COMMENT ON COLUMN reports.agent_load.oldest_ticket_at IS
'When the oldest of the open tickets was opened; empty: there is none.';
GRANT SELECT ON reports.agent_load TO reporter;
