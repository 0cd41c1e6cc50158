CREATE OR REPLACE FUNCTION helpdesk.can_see_ticket(p_ticket helpdesk.ticket) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.ticket_access(p_ticket, helpdesk.me(), helpdesk.actor_role()) IS NOT NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.can_see_ticket IS
'Whether the caller may read the ticket: works on it, was mentioned on it, or takes part by CC.';
