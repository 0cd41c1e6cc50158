CREATE OR REPLACE VIEW helpdesk.asked_field WITH (security_invoker = true) AS
SELECT f.form, f.key, f.position, f.is_required, f.shown_when, f.required_when
FROM helpdesk.request_form_field AS f
LEFT JOIN helpdesk.custom_field AS c ON c.custom_field_id = f.custom_field_id
WHERE f.custom_field_id IS NULL OR c.is_active AND c.customer_access = 'edit';

COMMENT ON VIEW helpdesk.asked_field IS
'What forms ask for now: without custom fields that were put away since, or taken from customers.';
