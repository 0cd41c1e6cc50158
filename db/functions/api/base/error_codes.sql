CREATE VIEW api.error_codes WITH (security_invoker = true) AS
SELECT
    e.code,
    e.http_status,
    e.meaning,
    e.hint
FROM helpdesk.error_code AS e
WHERE helpdesk.token_reads('error_codes');

COMMENT ON VIEW api.error_codes IS
$$Every error that pgdesk raises, with its HTTP status$$;

GRANT SELECT ON api.error_codes TO anon, customer, agent, admin;
