CREATE VIEW api.person_custom_choices WITH (security_invoker = true) AS
SELECT
    c.person_id,
    c.custom_field_id,
    f.key,
    c.value
FROM helpdesk.person_custom_choice AS c
JOIN helpdesk.custom_field AS f ON f.custom_field_id = c.custom_field_id
WHERE helpdesk.token_reads('person_custom_choices');

COMMENT ON VIEW api.person_custom_choices IS
$$Options that are chosen in multi_select fields of people

A row an option, which an index finds: people?person_custom_fields.person_custom_choices.value=eq.linux with !inner
embeds. The same as the arrays of person_custom_fields.$$;

GRANT SELECT ON api.person_custom_choices TO customer, agent, admin;
