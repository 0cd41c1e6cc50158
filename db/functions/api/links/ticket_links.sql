CREATE VIEW api.ticket_links WITH (security_invoker = true) AS
SELECT
    l.link_id,
    l.kind,
    l.from_id,
    l.to_id,
    l.created_by,
    l.created_at
FROM helpdesk.ticket_link AS l
WHERE helpdesk.token_reads('ticket_links');

COMMENT ON VIEW api.ticket_links IS
$$Links between tickets

kind: problem_incident (from the problem), parent_child (from the parent), duplicate (from the duplicate to the
original), follow_up (from the closed ticket), related (both ways). A ticket's links: ?or=(from_id.eq.42,to_id.eq.42).
Shown where both tickets are visible; to customers, follow-ups only. Change them with rpc/link_tickets and
rpc/unlink_tickets.$$;

GRANT SELECT ON api.ticket_links TO customer, agent, admin;
