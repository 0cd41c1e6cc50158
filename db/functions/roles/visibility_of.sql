CREATE OR REPLACE FUNCTION helpdesk.visibility_of(p_person_id bigint, p_role text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT coalesce(d.visibility, CASE p_role WHEN 'admin' THEN 'all' ELSE (
            SELECT coalesce(s.value, s.environment_value, s.default_value) #>> '{}'
            FROM helpdesk.setting AS s
            WHERE s.key = 'agent_visibility'
        ) END)
        FROM helpdesk.agent AS a
        LEFT JOIN helpdesk.desk_role AS d ON d.role = helpdesk.desk_role_of(p_role, a)
        WHERE a.person_id = p_person_id AND p_role IN ('agent', 'admin')
    );
END
$$;

COMMENT ON FUNCTION helpdesk.visibility_of IS
'Which tickets a member of staff sees: all, departments or own, as their desk role says, else setting '
'agent_visibility. NULL for others.';
