CREATE OR REPLACE TRIGGER event_90_tell_listeners AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__tell_listeners();

-- What rings with its event has been given its way already.
CREATE OR REPLACE TRIGGER notification_05_tell_listeners BEFORE INSERT ON helpdesk.notification
    FOR EACH ROW WHEN (NEW.mail_state IS NULL) EXECUTE FUNCTION helpdesk.tg_notification__tell_listeners();

CREATE OR REPLACE TRIGGER ticket_presence_50_tell_insert AFTER INSERT ON helpdesk.ticket_presence
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_presence__tell_listeners();
CREATE OR REPLACE TRIGGER ticket_presence_50_tell_update AFTER UPDATE ON helpdesk.ticket_presence
    FOR EACH ROW WHEN (
        NEW.is_replying IS DISTINCT FROM OLD.is_replying OR NEW.seen_at > OLD.seen_at + interval '30 seconds'
    )
    EXECUTE FUNCTION helpdesk.tg_ticket_presence__tell_listeners();

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD165', 400, 'the place in the live stream cannot be read',
        'Send back what the last message''s id was, or nothing.'),
    ('PD166', 429, 'somebody watches in too many places', 'Close other windows, or share one stream between them.')
) AS d (code, http_status, meaning, hint);
