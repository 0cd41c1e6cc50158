CREATE VIEW api.absences WITH (security_invoker = true) AS
SELECT
    a.absence_id,
    a.person_id,
    a.starts_at,
    a.ends_at,
    a.reason
FROM helpdesk.absence AS a
WHERE helpdesk.token_reads('absences');

COMMENT ON VIEW api.absences IS
$$Who is away when

Routing gives nothing to somebody who is absent. People write their own; permission people.edit allows anybody's.
Overlap is refused (23P01). Open tickets stay: rpc/reassign_open_tickets gives them to others.$$;

GRANT SELECT ON api.absences TO agent, admin;
GRANT INSERT (absence_id, person_id, starts_at, ends_at, reason) ON api.absences TO agent, admin;
GRANT UPDATE (absence_id, starts_at, ends_at, reason) ON api.absences TO agent, admin;
GRANT DELETE ON api.absences TO agent, admin;
