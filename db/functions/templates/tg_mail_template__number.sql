-- A trigger: the number is one more than the newest, counted under the lock of the kind.
CREATE OR REPLACE FUNCTION helpdesk.tg_mail_template__number() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM FROM helpdesk.outgoing_mail_kind AS k WHERE k.kind = NEW.kind FOR NO KEY UPDATE;
    NEW.version := 1 + coalesce((
        SELECT max(t.version) FROM helpdesk.mail_template AS t WHERE (t.kind, t.language) = (NEW.kind, NEW.language)
    ), 0);
    NEW.saved_by := coalesce(NEW.saved_by, helpdesk.me());
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_mail_template__number IS
'Numbers the texts of a kind and language, also when two are saved at once, and says who saved them.';
