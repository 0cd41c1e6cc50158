CREATE OR REPLACE FUNCTION helpdesk.has_admin(p_besides bigint DEFAULT NULL) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM helpdesk.person AS p
        JOIN helpdesk.agent AS a USING (person_id)
        JOIN helpdesk.role_permission AS r ON r.role = helpdesk.desk_role_of(p.role, a)
        WHERE p.role = 'admin' AND p.is_active AND NOT p.is_guest AND r.permission = 'settings.edit'
            AND p.person_id IS DISTINCT FROM p_besides
    );
END
$$;

COMMENT ON FUNCTION helpdesk.has_admin IS
'Whether there is an active administrator who may edit settings, besides one person.';
