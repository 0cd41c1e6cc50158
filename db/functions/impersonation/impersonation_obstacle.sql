CREATE OR REPLACE FUNCTION helpdesk.impersonation_obstacle(p_session_id bigint, p_admin_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM helpdesk.impersonation AS i
        WHERE i.session_id = p_session_id AND i.admin_id = p_admin_id
    ) THEN
        RETURN helpdesk.refusal('PD029', 'the session of the token has ended');
    ELSIF NOT EXISTS (
        SELECT
        FROM helpdesk.agent AS a
        JOIN helpdesk.role_permission AS r ON r.role = helpdesk.desk_role_of('admin', a)
        WHERE a.person_id = p_admin_id AND r.permission = 'people.impersonate'
    ) THEN
        RETURN helpdesk.refusal('PD029', 'the administrator may act as nobody any more');
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.impersonation_obstacle IS
'Why an administrator may not act as somebody else in a session; null: they may.';
