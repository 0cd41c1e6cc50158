CREATE OR REPLACE FUNCTION helpdesk.mail_reply_address(p_ticket_id bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT format(
        '%s+%s.%s@%s',
        split_part(helpdesk.setting('inbound_addresses') ->> 0, '@', 1),
        lower(t.reference),
        helpdesk.mail_address_code(t.ticket_id),
        split_part(helpdesk.setting('inbound_addresses') ->> 0, '@', 2)
    )
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id = p_ticket_id AND helpdesk.setting('inbound_addresses') ->> 0 LIKE '%_@_%';
END;

COMMENT ON FUNCTION helpdesk.mail_reply_address IS
'Reply-To of a ticket''s mails, as in support+esc-00042.0123456789abcdef0123@desk.example; NULL without setting '
'inbound_addresses.';
GRANT EXECUTE ON FUNCTION helpdesk.mail_reply_address TO worker;
