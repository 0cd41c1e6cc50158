CREATE OR REPLACE VIEW helpdesk.named_ticket AS
SELECT t.ticket_id, t.reference, t.subject
FROM helpdesk.ticket AS t;

COMMENT ON VIEW helpdesk.named_ticket IS
'What customers who are asked for an approval are told of its ticket, which they need not see.';
GRANT SELECT ON helpdesk.named_ticket TO customer, agent, admin;
