-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_address_detail(p_ticket_id bigint, p_side_conversation_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT CASE
            WHEN p_side_conversation_id IS NOT NULL THEN format(
                'side-%s.%s', p_side_conversation_id, helpdesk.mail_address_code(p_side_conversation_id, 'side')
            )
            ELSE format('%s.%s', lower(t.reference), helpdesk.mail_address_code(t.ticket_id))
        END
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = p_ticket_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.mail_address_detail IS
'What stands behind the plus of an address to which answers come: whose they are, and a signature.';
