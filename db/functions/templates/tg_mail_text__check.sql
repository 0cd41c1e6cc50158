-- A trigger: what a text may say follows from its kind.
CREATE OR REPLACE FUNCTION helpdesk.tg_mail_text__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.check_mail_text(NEW.kind, 'subject', NEW.subject);
    PERFORM helpdesk.check_mail_text(NEW.kind, 'body', NEW.body);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_mail_text__check IS
'Refuses a text of mails, the desk''s or pgdesk''s own, that cannot be filled in. Raises PD145.';
