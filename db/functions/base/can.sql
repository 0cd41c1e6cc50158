CREATE OR REPLACE FUNCTION helpdesk.can(p_permission text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT helpdesk.actor_role() = 'system' OR EXISTS (
        SELECT 1
        FROM helpdesk.role_permission AS rp
        WHERE rp.permission = p_permission
            AND rp.role = CASE
                WHEN helpdesk.actor_role() = 'anon' THEN 'anon'
                WHEN helpdesk.me() IS NULL THEN NULL
                WHEN helpdesk.actor_role() = 'agent'
                    AND EXISTS (SELECT 1 FROM helpdesk.agent AS a WHERE a.person_id = helpdesk.me() AND a.is_light)
                    THEN 'light_agent'
                ELSE helpdesk.actor_role()
            END
    );
END;

COMMENT ON FUNCTION helpdesk.can(text) IS 'Whether the caller''s role has the permission; see role_permission.';
GRANT EXECUTE ON FUNCTION helpdesk.can(text) TO anon, customer, agent, admin, worker;
