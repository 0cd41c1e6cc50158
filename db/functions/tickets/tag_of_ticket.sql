CREATE OR REPLACE VIEW helpdesk.tag_of_ticket AS
SELECT x.ticket_id, g.name, g.is_public
FROM helpdesk.ticket_tag AS x
JOIN helpdesk.tag AS g USING (tag_id);

COMMENT ON VIEW helpdesk.tag_of_ticket IS
'For api.tickets, which has asked who sees the ticket: the policy of its tags would look for it at each tag once more.';
GRANT SELECT ON helpdesk.tag_of_ticket TO customer, agent, admin;
