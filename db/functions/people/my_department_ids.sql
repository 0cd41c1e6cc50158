CREATE OR REPLACE FUNCTION helpdesk.my_department_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        SELECT m.department_id
        FROM helpdesk.department_member AS m
        WHERE m.person_id = helpdesk.me()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_department_ids IS 'The caller''s departments.';
GRANT EXECUTE ON FUNCTION helpdesk.my_department_ids TO agent, admin;
