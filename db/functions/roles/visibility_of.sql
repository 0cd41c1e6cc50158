CREATE OR REPLACE FUNCTION helpdesk.visibility_of(p_person_id bigint, p_role text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN coalesce(
        (
            SELECT d.visibility
            FROM helpdesk.agent AS a
            JOIN helpdesk.desk_role AS d ON d.role = helpdesk.desk_role_of(p_role, a)
            WHERE a.person_id = p_person_id
        ),
        CASE
            WHEN p_person_id IS NULL THEN NULL
            WHEN p_role = 'admin' THEN 'all'
            WHEN p_role = 'agent' THEN helpdesk.setting_text('agent_visibility')
        END
    );
END
$$;

COMMENT ON FUNCTION helpdesk.visibility_of IS
'Which tickets a member of staff sees: all, departments or own, as their desk role says, else setting '
'agent_visibility. NULL for others.';
