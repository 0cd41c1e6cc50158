CREATE OR REPLACE FUNCTION helpdesk.sees_all_tickets() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.actor_role() = 'system'
        OR helpdesk.me() IS NOT NULL AND helpdesk.role_sees_all_tickets(helpdesk.actor_role());
END
$$;

COMMENT ON FUNCTION helpdesk.sees_all_tickets IS 'Whether the caller sees the tickets of every department.';
GRANT EXECUTE ON FUNCTION helpdesk.sees_all_tickets TO agent, admin;
