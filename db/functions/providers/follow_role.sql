CREATE OR REPLACE FUNCTION helpdesk.follow_role(p_person_id bigint, p_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role helpdesk.desk_role;
BEGIN
    SELECT * INTO v_role FROM helpdesk.desk_role AS d WHERE d.role = p_role;
    -- tg_keep_admin would refuse it, and with it the login.
    PERFORM FROM helpdesk.role_permission AS r
    WHERE (r.role, r.permission) = ('admin', 'settings.edit')
    FOR NO KEY UPDATE;
    IF v_role.role <> 'admin' AND NOT helpdesk.has_admin(p_person_id) THEN
        RETURN;
    END IF;
    UPDATE helpdesk.person AS p
    SET role = v_role.builds_on
    WHERE p.person_id = p_person_id AND p.role <> v_role.builds_on;
    UPDATE helpdesk.agent AS a
    SET desk_role = v_role.role, is_light = v_role.role = 'light_agent'
    WHERE a.person_id = p_person_id AND v_role.builds_on <> 'customer'
        AND helpdesk.desk_role_of(v_role.builds_on, a) <> v_role.role;
END
$$;

COMMENT ON FUNCTION helpdesk.follow_role IS
'Gives a person the desk role that a provider says; where they are the last administrator, they stay one.';
