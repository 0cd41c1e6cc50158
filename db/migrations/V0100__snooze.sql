-- A snoozed ticket has ticket.snoozed_until, and in ticket.status_before what waking gives back (V0060__tickets.sql).

INSERT INTO helpdesk.error_code (code, http_status, meaning, hint) VALUES
    ('PD506', 409, 'the ticket cannot be snoozed',
        'Give a future instant, or 1h, 4h, tomorrow or next_monday, for a ticket that is neither resolved nor closed.');

INSERT INTO helpdesk.setting (key, value_type, default_value, allowed, description) VALUES
    ('snooze_status', 'text', '""', '{"values_of": "status"}',
        'Status of a snoozed ticket, given back when it wakes; empty: unchanged.'),
    ('snooze_hour', 'int', '9', '{"min": 0, "max": 23}',
        'Hour of the day, in the agent''s zone, of the snooze presets tomorrow and next_monday.');

INSERT INTO helpdesk.permission (permission, description) VALUES
    ('tickets.snooze', 'Snooze and wake tickets.');
INSERT INTO helpdesk.role_permission (role, permission) VALUES ('agent', 'tickets.snooze'), ('admin', 'tickets.snooze');

INSERT INTO helpdesk.event_kind (kind, is_public, notice_title, description) VALUES
    ('ticket_snoozed', false, NULL, 'The ticket was put aside until an instant.'),
    ('ticket_woken', false, '%1$s woke up', 'The ticket came back from being snoozed.');

INSERT INTO helpdesk.condition_field (field, value_type, expression, description) VALUES
    ('is_snoozed', 'bool', 'v.snoozed_until IS NOT NULL', 'Whether it is put aside until an instant.');
