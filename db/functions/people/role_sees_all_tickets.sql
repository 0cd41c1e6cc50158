CREATE OR REPLACE FUNCTION helpdesk.role_sees_all_tickets(p_role text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN p_role = 'admin' OR p_role = 'agent' AND helpdesk.setting_text('agent_visibility') = 'all';
END
$$;

COMMENT ON FUNCTION helpdesk.role_sees_all_tickets IS
'Whether people of a role see the tickets of every department (setting agent_visibility).';
