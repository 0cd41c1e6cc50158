INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('own, or may edit people, of a visible ticket', '([own, or may edit people]) AND [of a visible ticket]');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('time_entry_staff_select', 'of a visible ticket', '*'),
    ('time_entry_staff_insert', 'own, or may edit people, of a visible ticket',
        'time_entry_id, ticket_id, person_id, minutes, note, is_billable, worked_on'),
    ('time_entry_staff_update', 'own, or may edit people, of a visible ticket',
        'time_entry_id, ticket_id, person_id, minutes, note, is_billable, worked_on'),
    ('time_entry_staff_delete', 'own, or may edit people, of a visible ticket', '*'),
    ('timer_staff_select', 'own', '*');
