-- A trigger, so that a preference holds for every notice; tg_event__notify_people asks for a statement's notices at
-- once.
CREATE OR REPLACE FUNCTION helpdesk.tg_notification__choose_channel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    SELECT d.is_in_app, d.mail_state INTO NEW.is_in_app, NEW.mail_state
    FROM helpdesk.notice_delivery(NEW.person_id, NEW.kind) AS d;
    RETURN CASE WHEN FOUND THEN NEW END;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_notification__choose_channel IS
'Sends a notice the way that the person prefers for this kind of event, see notice_delivery.';
