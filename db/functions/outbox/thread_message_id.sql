-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.thread_message_id(p_ticket_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT format(
            '%s.%s@%s', lower(t.reference), helpdesk.mail_address_code(t.ticket_id), split_part(s.address, '@', 2)
        )
        FROM helpdesk.ticket AS t
        CROSS JOIN LATERAL helpdesk.sender_of_ticket(NULL) AS s
        WHERE t.ticket_id = p_ticket_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.thread_message_id IS
'A Message-ID that all mails of a ticket refer to, so that mail programs show them as one thread; nobody can guess it.';
