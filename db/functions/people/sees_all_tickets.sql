CREATE OR REPLACE FUNCTION helpdesk.sees_all_tickets() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT CASE helpdesk.actor_role()
            WHEN 'system' THEN true
            WHEN 'admin' THEN helpdesk.me() IS NOT NULL
            WHEN 'agent' THEN helpdesk.me() IS NOT NULL AND helpdesk.setting_text('agent_visibility') = 'all'
            ELSE false
        END
    );
END
$$;

COMMENT ON FUNCTION helpdesk.sees_all_tickets IS 'Whether the caller sees the tickets of every department.';
GRANT EXECUTE ON FUNCTION helpdesk.sees_all_tickets TO agent, admin;
