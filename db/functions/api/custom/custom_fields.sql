CREATE VIEW api.custom_fields WITH (security_invoker = true) AS
SELECT
    f.custom_field_id,
    f.object,
    f.key,
    f.label,
    f.description,
    f.field_type,
    f.pattern,
    f.min_value,
    f.max_value,
    f.is_required_on_create,
    f.is_required_on_resolve,
    f.conditions,
    f.customer_access,
    f.is_filterable,
    f.position,
    f.is_active,
    f.created_at
FROM helpdesk.custom_field AS f
WHERE helpdesk.token_reads('custom_fields');

COMMENT ON VIEW api.custom_fields IS
$$Custom fields

Each active one is a column of the resource of its object. field_type: text, long_text, number, date, checkbox, select
or multi_select (options: custom_options). min_value and max_value bound a number, the length of a text, or the count of
options. Customers see those with customer_access read or edit, guests those of tickets that they may fill in.$$;

GRANT SELECT ON api.custom_fields TO anon, customer, agent, admin;
