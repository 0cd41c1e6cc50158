CREATE OR REPLACE FUNCTION helpdesk.setting_of_choice(p_choices text, p_value jsonb) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT format('setting %s', s.key)
    FROM helpdesk.setting AS s
    WHERE s.key = ANY ((helpdesk.list_choice_users(p_choices)).settings) AND helpdesk.setting(s.key) = p_value
    ORDER BY s.key
    LIMIT 1;
END;

COMMENT ON FUNCTION helpdesk.setting_of_choice IS 'A setting in force that names a value of table.column, or NULL.';
