CREATE VIEW api.unroutable_tickets WITH (security_invoker = true) AS
SELECT
    w.ticket_id,
    w.department_id,
    w.reason,
    w.detail,
    w.waiting_since_at,
    w.tried_at
FROM helpdesk.routing_wait AS w
WHERE helpdesk.token_reads('unroutable_tickets') AND w.reason IS NOT NULL;

COMMENT ON VIEW api.unroutable_tickets IS
$$Tickets that routing could give to nobody

They stay unassigned and are tried again when a member of their department has room; a row goes when its ticket is
assigned, solved or deleted. reason: the criterion at which nobody was left, as of tried_at: no_agent, all_absent,
no_agent_online, outside_working_hours, missing_skill, all_at_capacity; rpc/explain_routing has all of them for each
member.$$;

GRANT SELECT ON api.unroutable_tickets TO agent, admin;
