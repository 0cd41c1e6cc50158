-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.ticket_page(p_ticket_id bigint, p_role text, p_is_guest boolean, p_base_url text)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN CASE
        WHEN p_ticket_id IS NULL OR p_role IS NULL OR p_is_guest THEN ''
        ELSE format(
            '%s/%s/%stickets/%s',
            p_base_url, helpdesk.route_prefix(), CASE WHEN p_role <> 'customer' THEN 'agent/' ELSE '' END, p_ticket_id
        )
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.ticket_page IS
'Address of a ticket''s page for somebody; empty: no ticket, or no account with which to see it.';
