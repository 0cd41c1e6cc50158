-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_reply_address(p_ticket_id bigint, p_side_conversation_id bigint DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT n.mailbox || '@' || split_part(s.address, '@', 2)
        FROM helpdesk.sender_of_ticket(p_ticket_id) AS s
        CROSS JOIN LATERAL (
            SELECT concat(split_part(s.address, '@', 1), '+')
                || helpdesk.mail_address_detail(p_ticket_id, p_side_conversation_id) AS mailbox
            -- It is made once, not once for its length and once for the address.
            OFFSET 0
        ) AS n
        WHERE octet_length(n.mailbox) <= 64
    );
END
$$;

COMMENT ON FUNCTION helpdesk.mail_reply_address IS
'Reply-To of a ticket''s mails, as in support+esc-00042.0123456789abcdef0123456789abcdef@desk.example, or of those of '
'a conversation beside it, as in support+side-7.0123456789abcdef0123456789abcdef@desk.example; NULL where the desk has '
'no address, and where it would be longer than mail servers take (RFC 5321, section 4.5.3.1.1).';
GRANT EXECUTE ON FUNCTION helpdesk.mail_reply_address TO worker;
