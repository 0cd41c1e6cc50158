CREATE OR REPLACE FUNCTION helpdesk.lock_mail(p_outgoing_mail_id bigint) RETURNS helpdesk.outgoing_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mail helpdesk.outgoing_mail;
    v_ticket helpdesk.ticket;
BEGIN
    PERFORM helpdesk.require('mail.resend');
    SELECT * INTO v_mail FROM helpdesk.outgoing_mail AS m WHERE m.outgoing_mail_id = p_outgoing_mail_id;
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = v_mail.ticket_id;
    IF v_mail.outgoing_mail_id IS NULL OR NOT (
        CASE
            WHEN v_ticket.ticket_id IS NULL THEN helpdesk.actor_role() <> 'agent'
            ELSE helpdesk.can_see_ticket(v_ticket)
        END
    ) THEN
        PERFORM helpdesk.refuse('PD001', format('mail %s not found', coalesce(p_outgoing_mail_id::text, 'null')));
    END IF;
    IF v_ticket.ticket_id IS NOT NULL THEN
        PERFORM helpdesk.lock_ticket(v_ticket.ticket_id, 'mail.resend');
    END IF;
    SELECT * INTO v_mail FROM helpdesk.outgoing_mail AS m WHERE m.outgoing_mail_id = p_outgoing_mail_id FOR UPDATE;
    RETURN v_mail;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_mail IS
'The gate of the verbs on outgoing mails: of a ticket that the caller may work on; those of no ticket are '
'administrators''. Raises PD001, PD002, PD015.';
