-- PL/pgSQL, whose plans outlive the call: every batch of mails asks.
CREATE OR REPLACE FUNCTION helpdesk.begin_mail_texts(p_outgoing_mail_ids bigint[], p_base_url text)
RETURNS TABLE (outgoing_mail_id bigint, draft jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN QUERY
    SELECT
        m.outgoing_mail_id,
        CASE
            WHEN m.data ? 'test' THEN helpdesk.draft_mail_of_test(m, p_base_url)
            ELSE helpdesk.draft_mail(m, p_base_url)
        END
    FROM helpdesk.outgoing_mail AS m
    WHERE m.outgoing_mail_id = ANY (p_outgoing_mail_ids);
END
$$;

COMMENT ON FUNCTION helpdesk.begin_mail_texts IS
'All that the texts of mails of the outbox are made of, see draft_mail.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_mail_texts TO worker;
