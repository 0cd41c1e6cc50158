-- A trigger, so that whatever takes words out of a mail takes them out of what it was made from, too.
CREATE OR REPLACE FUNCTION helpdesk.tg_inbound_mail__forget_posts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.mail_arrival AS a
    SET body = NULL, media_type = NULL
    WHERE a.inbound_mail_id = NEW.inbound_mail_id AND a.body IS NOT NULL;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_inbound_mail__forget_posts IS
'When raw bytes of a mail change, which only erasure, redaction and retention do, the post that it was made from goes.';
