CREATE OR REPLACE FUNCTION helpdesk.my_visible_department_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN CASE WHEN helpdesk.my_visibility() = 'departments' THEN helpdesk.my_department_ids() END;
END
$$;

COMMENT ON FUNCTION helpdesk.my_visible_department_ids IS
'The caller''s departments, if their role sees the tickets of these; else NULL.';
GRANT EXECUTE ON FUNCTION helpdesk.my_visible_department_ids TO agent, admin;
