CREATE VIEW api.condition_fields WITH (security_invoker = true) AS
SELECT
    f.field,
    f.value_type,
    f.choices,
    f.allowed,
    f.changed_by,
    f.is_for_sla,
    f.description
FROM helpdesk.condition_field AS f
WHERE helpdesk.token_reads('condition_fields');

COMMENT ON VIEW api.condition_fields IS
$$Fields that conditions can look at

choices: the table that holds the allowed values, or allowed: the values; changed_by: the event that changed,
changed_from and changed_to look at; is_for_sla: SLA policies may use it.$$;

GRANT SELECT ON api.condition_fields TO agent, admin;
