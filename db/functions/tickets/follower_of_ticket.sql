CREATE OR REPLACE VIEW helpdesk.follower_of_ticket AS
SELECT f.ticket_id, f.person_id
FROM helpdesk.ticket_follower AS f;

COMMENT ON VIEW helpdesk.follower_of_ticket IS
'For api.tickets, which has asked who sees the ticket: the policy of its followers would look for it once more.';
GRANT SELECT ON helpdesk.follower_of_ticket TO customer, agent, admin;
