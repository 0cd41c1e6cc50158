-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.begin_mail_text(p_outgoing_mail_id bigint, p_base_url text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT CASE
            WHEN m.data ? 'test' THEN helpdesk.draft_mail_of_test(m, p_base_url)
            ELSE helpdesk.draft_mail(m, p_base_url)
        END
        FROM helpdesk.outgoing_mail AS m
        WHERE m.outgoing_mail_id = p_outgoing_mail_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.begin_mail_text IS 'All that the text of a mail of the outbox is made of, see draft_mail.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_mail_text TO worker;
