CREATE OR REPLACE FUNCTION helpdesk.setting_bool(p_key text) RETURNS boolean
LANGUAGE sql STABLE
RETURN (helpdesk.setting(p_key) #>> '{}')::boolean;

COMMENT ON FUNCTION helpdesk.setting_bool IS 'A setting''s value in force as boolean.';
GRANT EXECUTE ON FUNCTION helpdesk.setting_bool TO worker;
