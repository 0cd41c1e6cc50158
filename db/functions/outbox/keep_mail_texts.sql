-- PL/pgSQL, whose plans outlive the call: every batch of mails asks.
CREATE OR REPLACE FUNCTION helpdesk.keep_mail_texts(
    p_outgoing_mail_ids bigint[],
    p_subjects text[],
    p_body_texts text[],
    p_body_htmls text[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.outgoing_mail AS m
    SET subject = t.subject, body_text = t.body_text, body_html = t.body_html
    FROM unnest(p_outgoing_mail_ids, p_subjects, p_body_texts, p_body_htmls)
        AS t(outgoing_mail_id, subject, body_text, body_html)
    WHERE m.outgoing_mail_id = t.outgoing_mail_id AND m.subject IS NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.keep_mail_texts IS
'Keeps what mails say, the n-th of each array that of the n-th mail, before they are first sent.';
GRANT EXECUTE ON FUNCTION helpdesk.keep_mail_texts TO worker;
