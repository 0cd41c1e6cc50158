CREATE VIEW api.rate_limits WITH (security_invoker = true) AS
SELECT
    l.counted,
    l.requests,
    l.seconds,
    l.is_active,
    l.description
FROM helpdesk.rate_limit AS l
WHERE helpdesk.token_reads('rate_limits');

COMMENT ON VIEW api.rate_limits IS
$$How much may be asked at most

Answers tell it in the fields RateLimit-Policy and RateLimit; more is refused with PD062 and Retry-After. A change is
followed within seconds; PATCH is_active to lift one. API tokens change none.$$;

GRANT SELECT ON api.rate_limits TO agent, admin;
GRANT UPDATE (requests, seconds, is_active) ON api.rate_limits TO admin;
