CREATE VIEW api.statuses WITH (security_invoker = true) AS
SELECT
    s.status,
    s.category,
    s.label,
    s.color,
    s.position,
    s.is_default,
    s.is_active,
    s.description
FROM helpdesk.status AS s
WHERE helpdesk.token_reads('statuses');

COMMENT ON VIEW api.statuses IS
$$Statuses of tickets

Admins add their own, and change all but the name; an inactive one is not entered any more. category decides what a
status means to timestamps and SLA clocks. Exactly one is_default: a new default takes the place of the old. resolved,
closed and reopened, which pgdesk itself sets, stay active and keep their category. A customer's reply leaves a status
of category pending or on_hold where status_transitions let customers go to the status of setting
status_on_customer_reply. Raises PD009, PD406.$$;

GRANT SELECT ON api.statuses TO anon, customer, agent, admin;
GRANT INSERT (status, category, label, color, position, is_default, is_active, description) ON api.statuses TO admin;
GRANT UPDATE (category, label, color, position, is_default, is_active, description) ON api.statuses TO admin;
GRANT DELETE ON api.statuses TO admin;
