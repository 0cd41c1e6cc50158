CREATE FUNCTION api.replay_inbound_mail(inbound_mail_id bigint, as_wanted boolean DEFAULT false)
RETURNS api.inbound_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_mail helpdesk.inbound_mail;
    v_result api.inbound_mail;
BEGIN
    PERFORM helpdesk.require('mail.replay');
    SELECT * INTO v_mail
    FROM helpdesk.inbound_mail AS m
    WHERE m.inbound_mail_id = replay_inbound_mail.inbound_mail_id
    FOR UPDATE;
    IF v_mail.inbound_mail_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('inbound mail %s not found', coalesce(replay_inbound_mail.inbound_mail_id::text, 'null'))
        );
    END IF;
    IF v_mail.state IN ('ticket', 'reply', 'duplicate')
        OR num_nonnulls(v_mail.message_id, v_mail.side_message_id) > 0 THEN
        PERFORM helpdesk.refuse(
            'PD303', format('inbound mail %s is part of ticket %s', v_mail.inbound_mail_id, v_mail.ticket_id)
        );
    END IF;
    PERFORM helpdesk.take_in_again(v_mail.inbound_mail_id, replay_inbound_mail.as_wanted);
    SELECT * INTO v_result FROM api.inbound_mail AS m WHERE m.inbound_mail_id = replay_inbound_mail.inbound_mail_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.replay_inbound_mail IS
$$Take in an automatic or quarantined mail again

The worker decides anew, within seconds. as_wanted: the mail becomes a ticket or a reply although it is automatic, its
sender could not be authenticated or has written too often. Raises PD001, PD002, PD303 (already part of a ticket).$$;
GRANT EXECUTE ON FUNCTION api.replay_inbound_mail TO admin;
