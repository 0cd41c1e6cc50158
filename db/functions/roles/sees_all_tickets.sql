CREATE OR REPLACE FUNCTION helpdesk.sees_all_tickets() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
BEGIN
    -- Each page and verb asks: not by way of my_visibility.
    RETURN v_role = 'system' OR helpdesk.visibility_of(helpdesk.me(), v_role) IS NOT DISTINCT FROM 'all';
END
$$;

COMMENT ON FUNCTION helpdesk.sees_all_tickets IS 'Whether the caller sees every ticket.';
GRANT EXECUTE ON FUNCTION helpdesk.sees_all_tickets TO agent, admin;
