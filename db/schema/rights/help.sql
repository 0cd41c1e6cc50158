INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('a mention of oneself', 'mentioned_id = (SELECT helpdesk.me())');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('escalation_staff_select', 'of a visible ticket', '*'),
    ('mention_staff_select', 'of a visible ticket', '*'),
    -- api.tickets asks who was mentioned; customers are not told.
    ('mention_customer_select', 'nothing', 'ticket_id, escalation_id, addressed_at'),
    ('mention_staff_update', 'a mention of oneself', 'mention_id, read_at');
