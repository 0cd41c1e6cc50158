INSERT INTO helpdesk.custom_field (
    object, key, label, description, field_type, customer_access, is_filterable, min_value, position
) VALUES
    ('ticket', 'product_area', 'Product area', 'What the ticket is about.', 'select', 'edit', true, NULL, 1),
    ('ticket', 'affected_users', 'Affected users', 'How many people are held up.', 'number', 'read', true, 0, 2),
    ('organisation', 'contract_ends_on', 'Contract ends on', NULL, 'date', 'none', false, NULL, 1);
INSERT INTO helpdesk.custom_option (custom_field_id, value, label, position)
SELECT f.custom_field_id, o.value, initcap(o.value), o.number
FROM helpdesk.custom_field AS f
CROSS JOIN unnest(ARRAY['accounts', 'apps', 'billing', 'devices', 'network']) WITH ORDINALITY AS o(value, number)
WHERE f.key = 'product_area';

-- One ticket in five, in bulk: as if it had been there at the opening.
ALTER TABLE helpdesk.ticket_custom DISABLE TRIGGER USER;
INSERT INTO helpdesk.ticket_custom (ticket_id, product_area, affected_users)
SELECT
    t.ticket_id,
    (ARRAY['accounts', 'apps', 'billing', 'devices', 'network'])[1 + t.ticket_id * 7919 % 5],
    CASE WHEN t.ticket_id % 10 = 0 THEN 1 + t.ticket_id * 31 % 40 END
FROM helpdesk.ticket AS t
WHERE t.ticket_id % 5 = 0;
ALTER TABLE helpdesk.ticket_custom ENABLE TRIGGER USER;
ANALYZE helpdesk.ticket_custom;
