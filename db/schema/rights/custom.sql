INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('visible to customers', 'is_visible_to_customers AND is_active'),
    ('a field that customers see', $$
        customer_access <> 'none' AND is_active AND object IN (SELECT o.object FROM helpdesk.custom_object AS o)
    $$),
    ('a field that guests fill in', 'customer_access = ''edit'' AND is_active AND object = ''ticket'''),
    -- Not EXISTS: that can be hashed, which reads all tickets (130 ms for a page of 100,000 ordered by a field; so
    -- 1 ms).
    ('values of a visible ticket', $$
        (SELECT p.ticket_id FROM helpdesk.ticket AS p WHERE p.ticket_id = this.ticket_id) IS NOT NULL
    $$),
    ('values of a visible person', $$
        (SELECT p.person_id FROM helpdesk.person AS p WHERE p.person_id = this.person_id) IS NOT NULL
    $$),
    ('values of a visible organisation', $$
        (SELECT p.organisation_id FROM helpdesk.organisation AS p WHERE p.organisation_id = this.organisation_id)
            IS NOT NULL
    $$),
    ('a choice of a visible ticket', '[values of a visible ticket] AND [of a visible field]'),
    ('a choice of a visible person', '[values of a visible person] AND [of a visible field]'),
    ('a choice of a visible organisation', '[values of a visible organisation] AND [of a visible field]');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('custom_object_staff_select', 'signed in', '*'),
    ('custom_object_customer_select', 'visible to customers', '*'),
    ('custom_field_staff_select', 'signed in', '*'),
    ('custom_field_anon_select', 'a field that guests fill in', '*'),
    ('custom_field_customer_select', 'a field that customers see', '*'),
    ('custom_option_staff_select', 'signed in', '*'),
    ('custom_option_anon_select', 'of a visible field', '*'),
    ('custom_option_customer_select', 'of a visible field', '*'),
    ('ticket_custom_person_select', 'values of a visible ticket', '*'),
    ('ticket_custom_choice_person_select', 'a choice of a visible ticket', '*'),
    ('person_custom_person_select', 'values of a visible person', '*'),
    ('person_custom_choice_person_select', 'a choice of a visible person', '*'),
    ('organisation_custom_person_select', 'values of a visible organisation', '*'),
    ('organisation_custom_choice_person_select', 'a choice of a visible organisation', '*');
