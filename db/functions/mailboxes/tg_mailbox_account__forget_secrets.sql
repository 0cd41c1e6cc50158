-- A trigger, since no secret may follow its account to another server, where whoever changed it could read it.
CREATE OR REPLACE FUNCTION helpdesk.tg_mailbox_account__forget_secrets() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.password IS NOT DISTINCT FROM OLD.password THEN
        NEW.password := NULL;
    END IF;
    NEW.refresh_token := NULL;
    NEW.authorized_at := NULL;
    NEW.access_token := NULL;
    NEW.expires_at := NULL;
    NEW.refreshing_until := NULL;
    NEW.refused_at := NULL;
    NEW.last_error := NULL;
    NEW.asked_hash := NULL;
    NEW.asked_until := NULL;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_mailbox_account__forget_secrets IS
'Forgets password and tokens of an account that gets another server, user or provider: they are entered anew.';
