CREATE OR REPLACE FUNCTION helpdesk.can_work_on_ticket(p_ticket helpdesk.ticket) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.ticket_access(p_ticket, helpdesk.me(), helpdesk.actor_role()) IS NOT DISTINCT FROM 'work';
END
$$;

COMMENT ON FUNCTION helpdesk.can_work_on_ticket IS
'Whether the caller sees the ticket by role, department or as its own.';
GRANT EXECUTE ON FUNCTION helpdesk.can_work_on_ticket TO agent, admin;
