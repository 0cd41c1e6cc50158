INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('own, or a customer by who may keep them',
        '[own] OR role = ''customer'' AND (SELECT helpdesk.can(''people.customers''))'),
    ('of a person whom one may keep', $$
        EXISTS (
            SELECT
            FROM helpdesk.person AS p
            WHERE p.person_id = this.person_id
                AND CASE p.role
                    WHEN 'customer' THEN (SELECT helpdesk.can('people.customers')) OR [may edit people]
                    WHEN 'admin' THEN [may edit people] AND [may edit settings]
                    ELSE [may edit people]
                END
        )
    $$),
    ('may note on people', '(SELECT helpdesk.can(''people.note''))'),
    ('signed in, or open to guests', '[signed in] OR is_public AND is_active');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('organisation_staff_select', 'signed in', '*'),
    ('organisation_customer_select', 'the own organisation', '*'),
    ('organisation_admin_insert', 'may edit settings',
        'organisation_id, name, has_shared_tickets, notes, is_active, calendar_id'),
    ('organisation_admin_update', 'may edit settings',
        'organisation_id, name, has_shared_tickets, notes, is_active, calendar_id'),
    ('organisation_admin_delete', 'may edit settings', '*'),
    ('organisation_domain_staff_select', 'signed in', '*'),
    ('organisation_domain_admin_insert', 'may edit settings', 'domain, organisation_id'),
    ('organisation_domain_admin_update', 'may edit settings', 'domain, organisation_id'),
    ('organisation_domain_admin_delete', 'may edit settings', '*'),
    ('person_staff_select', 'signed in', '*'),
    ('person_customer_select', 'own', '*'),
    ('person_admin_insert', 'may edit people',
        'person_id, name, email, phone, handle, role, organisation_id, external_id, language, time_zone, is_active'),
    ('person_customer_update', 'own', 'person_id, name, phone, language, time_zone'),
    ('person_agent_update', 'own, or a customer by who may keep them',
        'person_id, name, email, phone, organisation_id, language, time_zone'),
    ('person_admin_update', 'may edit people',
        'person_id, name, email, phone, handle, role, organisation_id, external_id, language, time_zone, is_active'),
    ('person_address_staff_select', 'signed in', '*'),
    ('person_address_customer_select', 'own', '*'),
    ('person_address_staff_insert', 'of a person whom one may keep', 'email, person_id'),
    ('person_address_customer_delete', 'own', '*'),
    ('person_address_staff_delete', 'of a person whom one may keep', '*'),
    ('person_merge_staff_select', 'signed in',
        'person_merge_id, source_id, target_id, merged_by, merged_at, undone_at, undone_by'),
    ('agent_staff_select', 'signed in', '*'),
    ('agent_agent_update', 'own', 'availability, signature'),
    ('agent_admin_update', 'may edit settings', 'is_light, desk_role, availability, signature, max_open, calendar_id'),
    ('person_note_staff_select', 'signed in', '*'),
    ('person_note_agent_delete', 'written by oneself', '*'),
    ('person_note_admin_delete', 'may note on people', '*'),
    ('department_anyone_select', 'signed in, or open to guests', '*'),
    ('department_admin_insert', 'may edit settings',
        'department_id, name, slug, description, is_active, is_public, calendar_id, mail_addresses'),
    ('department_admin_update', 'may edit settings',
        'department_id, name, slug, description, is_active, is_public, calendar_id, mail_addresses'),
    ('department_admin_delete', 'may edit settings', '*'),
    ('department_member_staff_select', 'signed in', '*'),
    ('department_member_admin_insert', 'may edit settings', 'department_id, person_id, is_lead'),
    ('department_member_admin_update', 'may edit settings', 'department_id, person_id, is_lead'),
    ('department_member_admin_delete', 'may edit settings', '*');
