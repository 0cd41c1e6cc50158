CREATE FUNCTION api.send_test_mail(
    kind text,
    language text DEFAULT 'en',
    ticket_id bigint DEFAULT NULL,
    subject text DEFAULT NULL,
    body text DEFAULT NULL
)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_test jsonb := helpdesk.test_of_mail(
        send_test_mail.kind, send_test_mail.ticket_id, send_test_mail.language, send_test_mail.subject,
        send_test_mail.body
    );
    v_id bigint := helpdesk.queue_mail(
        send_test_mail.kind, helpdesk.me(), p_data => jsonb_build_object('test', v_test),
        p_language => send_test_mail.language
    );
BEGIN
    IF v_id IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'you have no mail address', NULL, 'Give yourself an email first.');
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION api.send_test_mail IS
$$Send a mail to oneself, to see how it comes

As rpc/draft_test_mail makes it. Returns its id in /rest/outgoing_mail. Raises PD001, PD002, PD006, PD145.$$;
GRANT EXECUTE ON FUNCTION api.send_test_mail TO agent, admin;
