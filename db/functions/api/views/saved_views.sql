CREATE VIEW api.saved_views WITH (security_invoker = true) AS
SELECT
    s.view_id,
    s.slug,
    s.name,
    s.conditions,
    s.sort,
    s.owner_id,
    s.department_id,
    s.shared_with,
    s.position,
    s.icon,
    s.color,
    s.created_at
FROM helpdesk.saved_view AS s
WHERE helpdesk.token_reads('saved_views');

COMMENT ON VIEW api.saved_views IS
$$Saved views

Lists of tickets as conditions; slug names the quick filters that ship (my_tickets, unassigned, urgent, sla_breaching,
escalated_to_me, waiting_on_me). shared_with: owner, department, agent (all staff), admin. rpc/run_view gives the
tickets, rpc/count_view how many. Raises PD002, PD401.$$;

GRANT SELECT ON api.saved_views TO agent, admin;
GRANT INSERT (view_id, name, conditions, sort, department_id, shared_with, position, icon, color)
    ON api.saved_views TO agent, admin;
GRANT UPDATE (view_id, name, conditions, sort, department_id, shared_with, position, icon, color)
    ON api.saved_views TO agent, admin;
GRANT DELETE ON api.saved_views TO agent, admin;
