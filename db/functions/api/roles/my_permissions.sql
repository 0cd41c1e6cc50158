CREATE FUNCTION api.my_permissions() RETURNS TABLE (permission text, description text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT p.permission, p.description
    FROM helpdesk.permission AS p
    WHERE helpdesk.can(p.permission)
    ORDER BY p.permission;
END;

COMMENT ON FUNCTION api.my_permissions IS
$$What the caller may do

The permissions of the caller's role, by name; verbs refuse with PD002 for want of one. Which tickets it is about says
the visibility of the role.$$;
GRANT EXECUTE ON FUNCTION api.my_permissions TO anon, customer, agent, admin;
