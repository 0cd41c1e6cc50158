CREATE OR REPLACE FUNCTION helpdesk.actor_role() RETURNS text
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT CASE
        WHEN coalesce(
            nullif(current_setting('role', true), 'none'), session_user
        ) IN ('anon', 'customer', 'agent', 'admin')
        THEN coalesce(nullif(current_setting('role', true), 'none'), session_user)
        ELSE 'system'
    END;
END;

COMMENT ON FUNCTION helpdesk.actor_role IS
'anon, customer, agent or admin; system for workers, cron jobs and direct logins. Survives SECURITY DEFINER.';
GRANT EXECUTE ON FUNCTION helpdesk.actor_role TO anon, customer, agent, admin, worker;
