CREATE VIEW api.reports WITH (security_invoker = true) AS
SELECT
    r.report,
    r.title,
    r.description,
    r.period_days,
    r.period_of,
    r.parameters,
    r.chart,
    r.columns
FROM helpdesk.report AS r
WHERE helpdesk.token_reads('reports');

COMMENT ON VIEW api.reports IS
$$Reports

Who has permission reports.read runs them: rpc/report, or GET /reports/<report>?format=csv for a file. They are the
files reports/*.sql, and those of the folder PGDESK_REPORTS.$$;

GRANT SELECT ON api.reports TO agent, admin;
