CREATE VIEW api.ticket_custom_choices WITH (security_invoker = true) AS
SELECT
    c.ticket_id,
    c.custom_field_id,
    f.key,
    c.value
FROM helpdesk.ticket_custom_choice AS c
JOIN helpdesk.custom_field AS f ON f.custom_field_id = c.custom_field_id
WHERE helpdesk.token_reads('ticket_custom_choices');

COMMENT ON VIEW api.ticket_custom_choices IS
$$Options that are chosen in multi_select fields of tickets

A row an option, which an index finds: tickets?ticket_custom_fields.ticket_custom_choices.value=eq.linux with !inner
embeds. The same as the arrays of ticket_custom_fields.$$;

GRANT SELECT ON api.ticket_custom_choices TO customer, agent, admin;
