CREATE VIEW api.custom_options WITH (security_invoker = true) AS
SELECT
    o.custom_field_id,
    o.value,
    o.label,
    o.position,
    o.is_active
FROM helpdesk.custom_option AS o
WHERE helpdesk.token_reads('custom_options');

COMMENT ON VIEW api.custom_options IS
$$Options of select and multi_select fields

One that is no longer active stays where it was chosen, and cannot be chosen again.$$;

GRANT SELECT ON api.custom_options TO anon, customer, agent, admin;
