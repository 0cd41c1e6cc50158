CREATE OR REPLACE FUNCTION helpdesk.keep_mail_text(
    p_outgoing_mail_id bigint,
    p_subject text,
    p_body_text text,
    p_body_html text
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.outgoing_mail AS m
    SET subject = p_subject, body_text = p_body_text, body_html = p_body_html
    WHERE m.outgoing_mail_id = p_outgoing_mail_id AND m.subject IS NULL;
END;

COMMENT ON FUNCTION helpdesk.keep_mail_text IS 'Keeps what a mail says, before it is first sent.';
GRANT EXECUTE ON FUNCTION helpdesk.keep_mail_text TO worker;
