-- A trigger, so that a preference holds for every notice, whatever made it.
CREATE OR REPLACE FUNCTION helpdesk.tg_notification__choose_channel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_channel text;
    v_has_digest boolean;
BEGIN
    SELECT
        coalesce(p.channel, CASE WHEN coalesce(s.value, s.environment_value, s.default_value) ? 'email' THEN 'both' ELSE 'in_app' END),
        d.person_id IS NOT NULL
    INTO v_channel, v_has_digest
    FROM helpdesk.setting AS s
    LEFT JOIN helpdesk.notification_preference AS p ON p.person_id = NEW.person_id AND p.kind = NEW.kind
    LEFT JOIN helpdesk.digest_preference AS d ON d.person_id = NEW.person_id
    WHERE s.key = 'notification_channels';
    IF v_channel = 'none' THEN
        RETURN NULL;
    END IF;
    NEW.is_in_app := v_channel IN ('in_app', 'both');
    NEW.mail_state := CASE
        WHEN v_channel = 'in_app' THEN 'none'
        WHEN v_has_digest THEN 'gathered'
        ELSE 'due'
    END;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_notification__choose_channel() IS
'In the app, by mail, both or not at all, as the person prefers for this kind of event; with a digest, mail is gathered.';
