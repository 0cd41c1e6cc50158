CREATE OR REPLACE FUNCTION helpdesk.person_may(p_person_id bigint, p_permission text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM helpdesk.person AS p
        JOIN helpdesk.agent AS a USING (person_id)
        JOIN helpdesk.role_permission AS rp ON rp.role = helpdesk.desk_role_of(p.role, a)
        WHERE p.person_id = p_person_id
            AND p.is_active
            AND p.role <> 'customer'
            AND rp.permission = p_permission
    );
END
$$;

COMMENT ON FUNCTION helpdesk.person_may IS
'Whether somebody is an active member of staff whose desk role has the permission; of the caller, see can.';
