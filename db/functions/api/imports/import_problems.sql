CREATE VIEW api.import_problems WITH (security_invoker = true) AS
SELECT
    p.import_problem_id,
    p.import_id,
    p.line,
    p.record,
    p.external_id,
    p.reason,
    p.hint,
    p.data
FROM helpdesk.import_problem AS p
WHERE helpdesk.token_reads('import_problems');

COMMENT ON VIEW api.import_problems IS
$$Records that were not taken over

Mend them with rpc/mend_import_problem, then call rpc/resume_import.$$;

GRANT SELECT ON api.import_problems TO admin;
