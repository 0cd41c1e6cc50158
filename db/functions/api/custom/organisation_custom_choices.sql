CREATE VIEW api.organisation_custom_choices WITH (security_invoker = true) AS
SELECT
    c.organisation_id,
    c.custom_field_id,
    f.key,
    c.value
FROM helpdesk.organisation_custom_choice AS c
JOIN helpdesk.custom_field AS f ON f.custom_field_id = c.custom_field_id
WHERE helpdesk.token_reads('organisation_custom_choices');

COMMENT ON VIEW api.organisation_custom_choices IS
$$Options that are chosen in multi_select fields of organisations

A row an option, which an index finds:
organisations?organisation_custom_fields.organisation_custom_choices.value=eq.linux with !inner embeds. The same as the
arrays of organisation_custom_fields.$$;

GRANT SELECT ON api.organisation_custom_choices TO customer, agent, admin;
