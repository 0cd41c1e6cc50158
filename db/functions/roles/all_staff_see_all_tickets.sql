CREATE OR REPLACE FUNCTION helpdesk.all_staff_see_all_tickets() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.setting_text('agent_visibility') = 'all'
        AND NOT EXISTS (SELECT FROM helpdesk.desk_role AS d WHERE d.visibility <> 'all');
END
$$;

COMMENT ON FUNCTION helpdesk.all_staff_see_all_tickets IS
'Whether nobody of the staff has to be asked about which tickets they see.';
