CREATE OR REPLACE FUNCTION helpdesk.replay_inbound_mail(p_inbound_mail_id bigint, p_is_released boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mail helpdesk.inbound_mail;
BEGIN
    PERFORM helpdesk.require('mail.replay');
    SELECT * INTO v_mail FROM helpdesk.inbound_mail AS m WHERE m.inbound_mail_id = p_inbound_mail_id FOR UPDATE;
    IF v_mail.inbound_mail_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('inbound mail %s not found', coalesce(p_inbound_mail_id::text, 'null'))
        );
    END IF;
    IF v_mail.state IN ('ticket', 'reply') OR v_mail.message_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD303', format('inbound mail %s is part of ticket %s', v_mail.inbound_mail_id, v_mail.ticket_id)
        );
    END IF;
    UPDATE helpdesk.inbound_mail AS m
    SET state = 'received',
        reason = NULL,
        matched_by = NULL,
        ticket_id = NULL,
        processed_at = NULL,
        is_released = p_is_released,
        queued_at = helpdesk.clock()
    WHERE m.inbound_mail_id = v_mail.inbound_mail_id;
    PERFORM helpdesk.enqueue('process_inbound_mail', jsonb_build_array(v_mail.inbound_mail_id));
END
$$;

COMMENT ON FUNCTION helpdesk.replay_inbound_mail IS
'Lets the worker decide again about a mail that is in no ticket. Raises PD001, PD002, PD303.';
