CREATE VIEW api.condition_types WITH (security_invoker = true) AS
SELECT
    t.value_type,
    t.operators
FROM helpdesk.condition_type AS t
WHERE helpdesk.token_reads('condition_types');

COMMENT ON VIEW api.condition_types IS
$$Which operators fit which type of field$$;

GRANT SELECT ON api.condition_types TO agent, admin;
