CREATE VIEW api.sla_pauses WITH (security_invoker = true) AS
SELECT
    p.status,
    p.metric
FROM helpdesk.sla_pause AS p
WHERE helpdesk.token_reads('sla_pauses');

COMMENT ON VIEW api.sla_pauses IS
$$In which status a metric does not count

Applies from a ticket's next change on. Resolution ends by itself when a ticket is solved or closed.$$;

GRANT SELECT ON api.sla_pauses TO agent, admin;
GRANT INSERT (status, metric) ON api.sla_pauses TO admin;
GRANT UPDATE (status, metric) ON api.sla_pauses TO admin;
GRANT DELETE ON api.sla_pauses TO admin;
