CREATE OR REPLACE FUNCTION helpdesk.default_department_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT d.department_id
        FROM helpdesk.department AS d
        WHERE d.slug = helpdesk.setting_text('default_department') AND d.is_active
    );
END
$$;

COMMENT ON FUNCTION helpdesk.default_department_id IS
'Where tickets go that nobody sends to a department: setting default_department; null: to none.';
