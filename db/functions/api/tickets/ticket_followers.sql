CREATE VIEW api.ticket_followers WITH (security_invoker = true) AS
SELECT
    t.ticket_id,
    t.person_id,
    t.reason,
    t.created_at
FROM helpdesk.ticket_follower AS t
WHERE helpdesk.token_reads('ticket_followers');

COMMENT ON VIEW api.ticket_followers IS
$$Who follows which ticket

Followers get the same notices as the assignee. Change it with rpc/follow_ticket.$$;

GRANT SELECT ON api.ticket_followers TO agent, admin;
