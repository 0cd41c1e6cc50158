-- A trigger, so that a preference holds for every notice, whatever made it.
CREATE OR REPLACE FUNCTION helpdesk.tg_notification__choose_channel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_channel text := coalesce(
        (SELECT p.channel FROM helpdesk.notification_preference AS p WHERE p.person_id = NEW.person_id AND p.kind = NEW.kind),
        CASE WHEN helpdesk.setting('notification_channels') ? 'email' THEN 'both' ELSE 'in_app' END
    );
BEGIN
    IF v_channel = 'none' THEN
        RETURN NULL;
    END IF;
    NEW.is_in_app := v_channel IN ('in_app', 'both');
    NEW.mail_state := CASE
        WHEN v_channel = 'in_app' THEN 'none'
        WHEN EXISTS (SELECT 1 FROM helpdesk.digest_preference AS d WHERE d.person_id = NEW.person_id) THEN 'gathered'
        ELSE 'due'
    END;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_notification__choose_channel() IS
'In the app, by mail, both or not at all, as the person prefers for this kind of event; with a digest, mail is gathered.';
