CREATE OR REPLACE FUNCTION helpdesk.is_past_ticket_cap(p_mail helpdesk.inbound_mail) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN p_mail.ticket_id IS NOT NULL AND (
        SELECT count(*)
        FROM helpdesk.inbound_mail AS m
        WHERE m.ticket_id = p_mail.ticket_id
            AND m.side_conversation_id IS NOT DISTINCT FROM p_mail.side_conversation_id
            AND m.received_at > p_mail.received_at - interval '1 hour' AND m.received_at <= p_mail.received_at
            AND m.is_verified = p_mail.is_verified
            AND m.state NOT IN ('quarantined', 'duplicate')
            AND (m.state = 'automatic') = (p_mail.state = 'automatic')
            AND m.inbound_mail_id <> p_mail.inbound_mail_id
    ) >= helpdesk.setting_int('inbound_mails_per_ticket_hour');
END
$$;

COMMENT ON FUNCTION helpdesk.is_past_ticket_cap IS
'Whether as many mails as setting inbound_mails_per_ticket_hour allows came to the ticket, or the conversation beside '
'it, within an hour: verified, other and automatic apart, so that no forger keeps the genuine ones out.';
