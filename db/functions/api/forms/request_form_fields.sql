CREATE VIEW api.request_form_fields WITH (security_invoker = true) AS
SELECT
    f.form,
    f.key,
    f.custom_field_id,
    f.label,
    f.hint,
    f.position,
    f.is_required,
    f.shown_when,
    f.required_when
FROM helpdesk.request_form_field AS f
WHERE helpdesk.token_reads('request_form_fields');

COMMENT ON VIEW api.request_form_fields IS
$$What forms ask for

In the order of position; type, label and options of a custom field by embedding custom_fields(*,custom_options(*)). A
field with shown_when {"kind": ["return"]} is shown once kind was answered by return, [] by anything; an answer to what
is not shown is refused. Raises PD006, PD009 (another field looks at it).$$;

GRANT SELECT ON api.request_form_fields TO anon, customer, agent, admin;
GRANT INSERT (form, key, label, hint, position, is_required, shown_when, required_when)
    ON api.request_form_fields TO admin;
GRANT UPDATE (form, key, label, hint, position, is_required, shown_when, required_when)
    ON api.request_form_fields TO admin;
GRANT DELETE ON api.request_form_fields TO admin;
