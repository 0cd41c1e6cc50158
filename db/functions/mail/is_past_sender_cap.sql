CREATE OR REPLACE FUNCTION helpdesk.is_past_sender_cap(p_mail helpdesk.inbound_mail) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT count(*)
        FROM helpdesk.inbound_mail AS m
        WHERE (
                m.from_address = p_mail.from_address
                OR p_mail.from_address IS NULL AND m.from_address IS NULL
            )
            AND m.received_at > p_mail.received_at - interval '1 hour' AND m.received_at <= p_mail.received_at
            AND m.author_address IS NOT DISTINCT FROM p_mail.author_address
            AND m.is_verified = p_mail.is_verified
            AND m.state IN ('ticket', 'reply')
            AND m.inbound_mail_id <> p_mail.inbound_mail_id
    ) >= helpdesk.setting_int('inbound_mails_per_sender_hour');
END
$$;

COMMENT ON FUNCTION helpdesk.is_past_sender_cap IS
'Whether as many mails as setting inbound_mails_per_sender_hour allows were taken in within an hour: of the same '
'sender for the same author, verified and other apart, so that no forger uses up what is the sender''s. Who is not '
'named is one sender.';
