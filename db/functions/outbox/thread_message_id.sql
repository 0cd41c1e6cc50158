-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.thread_message_id(p_ticket_id bigint, p_side_conversation_id bigint DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT helpdesk.mail_address_detail(p_ticket_id, p_side_conversation_id) || '@' || split_part(s.address, '@', 2)
        FROM helpdesk.sender_of_ticket(NULL) AS s
    );
END
$$;

COMMENT ON FUNCTION helpdesk.thread_message_id IS
'A Message-ID that all mails of a ticket, or of a conversation beside it, refer to, so that mail programs show them as '
'one thread; nobody can guess it.';
