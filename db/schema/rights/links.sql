INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('into a visible ticket', 'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.target_id)'),
    ('between visible tickets', $$
        EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.from_id)
        AND EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.to_id)
    $$),
    ('a follow-up between visible tickets', 'kind = ''follow_up'' AND [between visible tickets]');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('ticket_merge_staff_select', 'into a visible ticket', '*'),
    ('ticket_link_staff_select', 'between visible tickets', '*'),
    ('ticket_link_customer_select', 'a follow-up between visible tickets', '*');
