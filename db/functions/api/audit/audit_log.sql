CREATE VIEW api.audit_log WITH (security_invoker = true) AS
SELECT
    c.change_id,
    c.at,
    c.table_name,
    c.row_key,
    c.action,
    c.actor_id,
    c.actor_role,
    c.impersonator_id,
    c.database_user,
    c.request_id,
    c.old_values,
    c.new_values
FROM audit.change AS c
WHERE helpdesk.token_reads('audit_log');

COMMENT ON VIEW api.audit_log IS
$$Who changed what

For admins. Filter by actor_id, table_name and row_key, at. Updates hold the changed columns only.$$;

GRANT SELECT ON api.audit_log TO admin;
