INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('asked of oneself', 'approval_id = ANY ((SELECT helpdesk.my_approval_ids())::bigint[])'),
    ('own, of an approval asked of oneself', '[own] AND [asked of oneself]'),
    ('of a visible approval', $$
        EXISTS (SELECT 1 FROM helpdesk.approval AS a WHERE a.approval_id = this.approval_id)
    $$);

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('approval_staff_select', 'of a visible ticket', '*'),
    ('approval_customer_select', 'asked of oneself', '*'),
    ('approval_vote_staff_select', 'of a visible approval', '*'),
    ('approval_vote_customer_select', 'own, of an approval asked of oneself', '*');
