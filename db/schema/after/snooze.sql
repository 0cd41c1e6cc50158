CREATE OR REPLACE TRIGGER ticket_35_end_snooze BEFORE UPDATE OF status ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.status <> OLD.status AND num_nonnulls(NEW.snoozed_until, NEW.status_before) > 0)
    EXECUTE FUNCTION helpdesk.tg_ticket__end_snooze();

CREATE OR REPLACE TRIGGER message_45_wake_ticket AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'reply' AND NEW.description_of_id IS NULL)
    EXECUTE FUNCTION helpdesk.tg_message__wake_ticket();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('wake_snoozed', '* * * * *', 'helpdesk.wake_snoozed()', 'Wakes snoozed tickets that are due.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD506', 409, 'the ticket cannot be snoozed',
        'Give a future instant, or 1h, 4h, tomorrow or next_monday, for a ticket that is neither resolved nor closed.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('snooze_status', 'text', '""', '{"values_of": "status"}',
        'Status of a snoozed ticket, given back when it wakes; empty: unchanged.'),
    ('snooze_hour', 'int', '9', '{"min": 0, "max": 23}',
        'Hour of the day, in the agent''s zone, of the snooze presets tomorrow and next_monday.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tickets.snooze', 'Snooze and wake tickets.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('agent', 'tickets.snooze'), ('admin', 'tickets.snooze')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('ticket_snoozed', false, NULL, 'The ticket was put aside until an instant.'),
    ('ticket_woken', false, '%1$s woke up', 'The ticket came back from being snoozed.')
) AS d (kind, is_public, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('is_snoozed', 'bool', 'v.snoozed_until IS NOT NULL', 'Whether it is put aside until an instant.')
) AS d (field, value_type, expression, description);
