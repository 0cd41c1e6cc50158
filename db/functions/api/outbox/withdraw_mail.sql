CREATE FUNCTION api.withdraw_mail(outgoing_mail_id bigint) RETURNS api.outgoing_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_mail helpdesk.outgoing_mail := helpdesk.lock_mail(withdraw_mail.outgoing_mail_id);
    v_result api.outgoing_mail;
BEGIN
    IF v_mail.state NOT IN ('queued', 'failed') THEN
        PERFORM helpdesk.refuse(
            'PD140', format('mail %s is %s', v_mail.outgoing_mail_id, v_mail.state),
            'Queued and failed mails can be withdrawn.'
        );
    END IF;
    UPDATE helpdesk.outgoing_mail AS m
    SET state = 'withdrawn'
    WHERE m.outgoing_mail_id = v_mail.outgoing_mail_id;
    SELECT * INTO v_result FROM api.outgoing_mail AS m WHERE m.outgoing_mail_id = v_mail.outgoing_mail_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.withdraw_mail IS
$$Withdraw a mail that was not sent yet

What it tells of stays. Raises PD001, PD002, PD015, PD140.$$;
GRANT EXECUTE ON FUNCTION api.withdraw_mail TO agent, admin;
