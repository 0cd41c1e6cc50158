INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('a form for everybody', 'audience = ''public'' AND is_active'),
    ('a form for the caller', $$
        [a form for everybody] OR is_active AND (
            audience = 'customers' AND [signed in] OR audience = 'organisation' AND [the own organisation]
        )
    $$),
    ('of a visible form', 'EXISTS (SELECT 1 FROM helpdesk.request_form AS f WHERE f.form = this.form)'),
    ('asked by a visible form', '[of a visible form] AND (custom_field_id IS NULL OR [of a visible field])');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('request_form_staff_select', 'signed in', '*'),
    ('request_form_anon_select', 'a form for everybody', '*'),
    ('request_form_customer_select', 'a form for the caller', '*'),
    ('request_form_admin_insert', 'may edit settings',
        'form, title, introduction, thanks, ticket_type, department_id, audience, organisation_id, position, '
        'is_active'),
    ('request_form_admin_update', 'may edit settings',
        'form, title, introduction, thanks, ticket_type, department_id, audience, organisation_id, position, '
        'is_active'),
    ('request_form_admin_delete', 'may edit settings', '*'),
    ('request_form_field_staff_select', 'of a visible form', '*'),
    ('request_form_field_anon_select', 'asked by a visible form', '*'),
    ('request_form_field_customer_select', 'asked by a visible form', '*'),
    ('request_form_field_admin_insert', 'may edit settings',
        'form, key, label, hint, position, is_required, shown_when, required_when'),
    ('request_form_field_admin_update', 'may edit settings',
        'form, key, label, hint, position, is_required, shown_when, required_when'),
    ('request_form_field_admin_delete', 'may edit settings', '*');
