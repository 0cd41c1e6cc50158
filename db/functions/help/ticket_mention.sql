CREATE OR REPLACE VIEW helpdesk.ticket_mention AS
SELECT m.ticket_id, m.escalation_id IS NOT NULL AND m.addressed_at IS NULL AS is_alert
FROM helpdesk.mention AS m;

COMMENT ON VIEW helpdesk.ticket_mention IS
'For api.tickets, which has asked who sees the ticket: the policy of mentions would look for each ticket once more.';
GRANT SELECT ON helpdesk.ticket_mention TO customer, agent, admin;
