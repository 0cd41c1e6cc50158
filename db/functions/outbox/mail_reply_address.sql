-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_reply_address(p_ticket_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT n.mailbox || '@' || split_part(s.address, '@', 2)
        FROM helpdesk.ticket AS t
        CROSS JOIN LATERAL helpdesk.sender_of_ticket(t.ticket_id) AS s
        CROSS JOIN LATERAL (
            SELECT format(
                '%s+%s.%s',
                split_part(s.address, '@', 1),
                lower(t.reference),
                helpdesk.mail_address_code(t.ticket_id)
            ) AS mailbox
            -- It is made once, not once for its length and once for the address.
            OFFSET 0
        ) AS n
        WHERE t.ticket_id = p_ticket_id AND octet_length(n.mailbox) <= 64
    );
END
$$;

COMMENT ON FUNCTION helpdesk.mail_reply_address IS
'Reply-To of a ticket''s mails, as in support+esc-00042.0123456789abcdef0123456789abcdef@desk.example; NULL where '
'the desk has no address, and where it would be longer than mail servers take (RFC 5321, section 4.5.3.1.1).';
GRANT EXECUTE ON FUNCTION helpdesk.mail_reply_address TO worker;
