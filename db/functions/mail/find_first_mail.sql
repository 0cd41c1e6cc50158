CREATE OR REPLACE FUNCTION helpdesk.find_first_mail(p_mail helpdesk.inbound_mail, p_parsed jsonb)
RETURNS helpdesk.inbound_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_id text := p_parsed ->> 'message_id';
    v_first helpdesk.inbound_mail;
BEGIN
    IF v_id IS NULL OR p_parsed ->> 'content_hash' IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT * INTO v_first
    FROM helpdesk.inbound_mail AS m
    WHERE m.mail_message_id = v_id
        AND m.inbound_mail_id <> p_mail.inbound_mail_id
        AND m.state IN ('ticket', 'reply', 'automatic')
        AND m.received_at > p_mail.received_at - interval '7 days'
        AND m.from_address IS NOT DISTINCT FROM p_parsed #>> '{sender,address}'
        AND m.sent_at IS NOT DISTINCT FROM (p_parsed ->> 'sent_at')::timestamptz
        AND m.content_hash = p_parsed ->> 'content_hash'
        -- What nobody vouched for must not stand in the way of what is vouched for.
        AND (m.is_verified OR helpdesk.is_mail_authenticated(p_parsed, p_mail.adapter) IS NOT TRUE)
        AND (
            NOT helpdesk.setting_bool('inbound_ticket_per_address')
            OR m.delivered_to @> ARRAY(SELECT jsonb_array_elements_text(p_parsed -> 'delivered_to'))
        )
    ORDER BY m.inbound_mail_id
    LIMIT 1;
    RETURN v_first;
END
$$;

COMMENT ON FUNCTION helpdesk.find_first_mail IS
'The mail of the last seven days that this one repeats: same Message-ID, sender, date and content, in other bytes. '
'Never by the Message-ID alone, which forms reuse and others may copy; never one that was quarantined.';
