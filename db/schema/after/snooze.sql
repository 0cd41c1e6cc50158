CREATE OR REPLACE TRIGGER ticket_35_end_snooze BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.status <> OLD.status AND num_nonnulls(NEW.snoozed_until, NEW.status_before) > 0)
    EXECUTE FUNCTION helpdesk.tg_ticket__end_snooze();

CREATE OR REPLACE TRIGGER message_45_wake_ticket AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'reply' AND NEW.description_of_id IS NULL)
    EXECUTE FUNCTION helpdesk.tg_message__wake_ticket();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('wake_snoozed', '* * * * *', 'helpdesk.wake_snoozed()', 'Wakes snoozed tickets that are due.')
) AS d (name, cron, call, description);
