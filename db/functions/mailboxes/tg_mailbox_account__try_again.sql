-- A trigger, so that a new password or authorization is tried at once, whoever sets it.
CREATE OR REPLACE FUNCTION helpdesk.tg_mailbox_account__try_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.mailbox AS m
    SET failures = 0,
        next_try_at = helpdesk.clock(),
        -- What UIDs mean is another matter on another server.
        uid_validity = CASE WHEN (OLD.host, OLD.user_name) = (NEW.host, NEW.user_name) THEN m.uid_validity END
    WHERE m.account = NEW.account;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_mailbox_account__try_again IS
'Lets the mailboxes of an account that was changed be read at once.';
