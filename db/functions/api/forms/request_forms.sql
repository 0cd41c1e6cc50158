CREATE VIEW api.request_forms WITH (security_invoker = true) AS
SELECT
    f.form,
    f.title,
    f.introduction,
    f.thanks,
    f.ticket_type,
    f.department_id,
    f.audience,
    f.organisation_id,
    f.position,
    f.is_active,
    f.created_at
FROM helpdesk.request_form AS f
WHERE helpdesk.token_reads('request_forms');

COMMENT ON VIEW api.request_forms IS
$$Forms by which tickets are opened

Those that the caller may use; staff see all. rpc/offered_forms gives them with all that they ask for; rpc/create_ticket
takes form along with the answers (subject, description, custom_fields) and checks them. Administrators change forms.$$;

GRANT SELECT ON api.request_forms TO anon, customer, agent, admin;
GRANT INSERT (
    form, title, introduction, thanks, ticket_type, department_id, audience, organisation_id, position, is_active
)
    ON api.request_forms TO admin;
GRANT UPDATE (
    form, title, introduction, thanks, ticket_type, department_id, audience, organisation_id, position, is_active
)
    ON api.request_forms TO admin;
GRANT DELETE ON api.request_forms TO admin;
