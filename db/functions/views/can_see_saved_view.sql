CREATE OR REPLACE FUNCTION helpdesk.can_see_saved_view(p_view helpdesk.saved_view) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT helpdesk.actor_role() = 'system'
        OR helpdesk.me() IS NOT NULL
            AND helpdesk.actor_role() IN ('agent', 'admin')
            AND CASE p_view.shared_with
                WHEN 'owner' THEN p_view.owner_id = helpdesk.me()
                WHEN 'department'
                    THEN p_view.owner_id = helpdesk.me() OR p_view.department_id = ANY (helpdesk.my_department_ids())
                WHEN 'admin' THEN helpdesk.actor_role() = 'admin'
                ELSE true
            END;
END;

COMMENT ON FUNCTION helpdesk.can_see_saved_view IS
'Whether the caller owns the view or it is shared with the caller''s department or role.';
GRANT EXECUTE ON FUNCTION helpdesk.can_see_saved_view TO agent, admin;
