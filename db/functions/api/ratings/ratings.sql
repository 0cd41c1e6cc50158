CREATE VIEW api.ratings WITH (security_invoker = true) AS
SELECT
    g.ticket_id,
    g.resolved_at,
    g.rating,
    g.comment,
    g.rated_by,
    g.agent_id,
    g.created_at,
    g.changed_at
FROM helpdesk.rating AS g
WHERE helpdesk.token_reads('ratings');

COMMENT ON VIEW api.ratings IS
$$Ratings

How content the requesters of resolved tickets were, 1 to 5, with a comment; agent_id: the assignee at that time. One
for each time that a ticket was resolved, shown where the ticket is visible. Rate with rpc/rate_ticket.$$;

GRANT SELECT ON api.ratings TO customer, agent, admin;
