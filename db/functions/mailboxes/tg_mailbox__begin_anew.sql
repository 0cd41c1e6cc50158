-- A trigger, so that a mailbox that is changed is read at once, whoever changes it.
CREATE OR REPLACE FUNCTION helpdesk.tg_mailbox__begin_anew() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.failures := 0;
    NEW.next_try_at := helpdesk.clock();
    IF (OLD.account, OLD.folder, OLD.starts_on) <> (NEW.account, NEW.folder, NEW.starts_on) THEN
        NEW.uid_validity := NULL;
    END IF;
    IF OLD.starts_on <> NEW.starts_on THEN
        NEW.caught_up_at := NULL;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_mailbox__begin_anew IS
'Lets a mailbox that was changed be read at once; another folder from its beginning, but for what is older than a day '
'before the last success; after another starts_on all that came since.';
