-- A trigger, so that a new client secret is tried at once, whoever sets it.
CREATE OR REPLACE FUNCTION helpdesk.tg_mail_provider__try_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.mailbox_account AS a
    SET refused_at = NULL, last_error = NULL
    WHERE a.provider = NEW.provider AND a.last_error IS NOT NULL;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_mail_provider__try_again IS
'Lets accounts whose tokens were refused be tried again when their provider was changed.';
