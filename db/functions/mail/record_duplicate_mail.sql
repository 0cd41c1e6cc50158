CREATE OR REPLACE FUNCTION helpdesk.record_duplicate_mail(
    p_mail helpdesk.inbound_mail,
    p_first helpdesk.inbound_mail,
    p_parsed jsonb
) RETURNS helpdesk.inbound_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mail helpdesk.inbound_mail := p_mail;
BEGIN
    UPDATE helpdesk.inbound_mail AS m
    SET delivered_to = ARRAY(
        SELECT DISTINCT d.address
        FROM (
            SELECT unnest(m.delivered_to)
            UNION ALL
            SELECT jsonb_array_elements_text(p_parsed -> 'delivered_to')
        ) AS d(address)
        ORDER BY d.address
    )
    WHERE m.inbound_mail_id = p_first.inbound_mail_id;
    v_mail.state := 'duplicate';
    v_mail.reason := format('mail %s came again', p_first.inbound_mail_id);
    v_mail.duplicate_of_id := p_first.inbound_mail_id;
    v_mail.automatic_kind := p_first.automatic_kind;
    v_mail.automatic_sign := p_first.automatic_sign;
    v_mail.person_id := p_first.person_id;
    v_mail.ticket_id := p_first.ticket_id;
    v_mail.message_id := p_first.message_id;
    v_mail.side_conversation_id := p_first.side_conversation_id;
    v_mail.side_message_id := p_first.side_message_id;
    v_mail.is_verified := p_first.is_verified;
    RETURN v_mail;
END
$$;

COMMENT ON FUNCTION helpdesk.record_duplicate_mail IS
'Ties a mail that came again to the first one, which learns the addresses to which it came.';
