CREATE OR REPLACE FUNCTION helpdesk.sees_all_tickets() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.actor_role() = 'system' OR helpdesk.my_visibility() IS NOT DISTINCT FROM 'all';
END
$$;

COMMENT ON FUNCTION helpdesk.sees_all_tickets IS 'Whether the caller sees every ticket.';
GRANT EXECUTE ON FUNCTION helpdesk.sees_all_tickets TO agent, admin;
