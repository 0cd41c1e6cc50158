CREATE OR REPLACE TRIGGER notification_10_choose_channel BEFORE INSERT ON helpdesk.notification
    FOR EACH ROW WHEN (NEW.mail_state IS NULL) EXECUTE FUNCTION helpdesk.tg_notification__choose_channel();
