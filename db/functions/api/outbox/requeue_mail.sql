CREATE FUNCTION api.requeue_mail(outgoing_mail_id bigint) RETURNS api.outgoing_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_mail helpdesk.outgoing_mail := helpdesk.lock_mail(requeue_mail.outgoing_mail_id);
    v_result api.outgoing_mail;
BEGIN
    IF v_mail.state NOT IN ('queued', 'failed', 'withdrawn') THEN
        PERFORM helpdesk.refuse(
            'PD140', format('mail %s is %s', v_mail.outgoing_mail_id, v_mail.state),
            'Mails that failed, were withdrawn or wait can be queued again.'
        );
    END IF;
    UPDATE helpdesk.outgoing_mail AS m
    SET state = 'queued', attempts = 0, begun_at = NULL, not_before = helpdesk.clock()
    WHERE m.outgoing_mail_id = v_mail.outgoing_mail_id;
    PERFORM helpdesk.wake_mail();
    SELECT * INTO v_result FROM api.outgoing_mail AS m WHERE m.outgoing_mail_id = v_mail.outgoing_mail_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.requeue_mail IS
$$Send a mail again that failed or was withdrawn, or at once if it waits

With the text and the Message-ID that it had; to an address that gets no more mails it stays withdrawn. Raises PD001,
PD002, PD015, PD140.$$;
GRANT EXECUTE ON FUNCTION api.requeue_mail TO agent, admin;
