-- A trigger, since neither a secret nor a token may be sent to another endpoint than it was entered for.
CREATE OR REPLACE FUNCTION helpdesk.tg_mail_provider__forget_secrets() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.client_secret IS NOT DISTINCT FROM OLD.client_secret THEN
        NEW.client_secret := NULL;
    END IF;
    UPDATE helpdesk.mailbox_account AS a
    SET refresh_token = NULL,
        authorized_at = NULL,
        access_token = NULL,
        expires_at = NULL,
        refreshing_until = NULL,
        asked_hash = NULL,
        asked_until = NULL
    WHERE a.provider = NEW.provider;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_mail_provider__forget_secrets IS
'Forgets the client secret and the tokens of a provider that gets another token endpoint or client.';
