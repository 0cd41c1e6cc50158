CREATE VIEW api.department_routing WITH (security_invoker = true) AS
SELECT
    d.department_id,
    d.strategy,
    d.is_routed_on_create,
    d.is_routed_on_transfer,
    d.is_routed_on_unassign,
    d.is_routed_on_reopen
FROM helpdesk.department_routing AS d
WHERE helpdesk.token_reads('department_routing');

COMMENT ON VIEW api.department_routing IS
$$How departments find assignees

No row: manual, nothing happens by itself. Otherwise a job assigns, within a second, what was created, moved here,
reopened or unassigned, to a member who is active, not absent, online, in working hours, has the needed skills and has
room. round_robin: whose turn is longest ago. least_busy: the smallest share of the capacity in use, then the fewest
open tickets; a member without a limit is weighed like the roomiest one. skills: the highest sum of proficiencies in
what is needed, then as least_busy. Ties: whose turn is longest ago, then the lowest id. Tickets that nobody can take
are in unroutable_tickets and are tried again every minute.$$;

GRANT SELECT ON api.department_routing TO agent, admin;
GRANT INSERT (
    department_id, strategy, is_routed_on_create, is_routed_on_transfer, is_routed_on_unassign, is_routed_on_reopen
) ON api.department_routing TO admin;
GRANT UPDATE (strategy, is_routed_on_create, is_routed_on_transfer, is_routed_on_unassign, is_routed_on_reopen)
    ON api.department_routing TO admin;
GRANT DELETE ON api.department_routing TO admin;
