CREATE OR REPLACE FUNCTION helpdesk.setting_int(p_key text) RETURNS int
LANGUAGE sql STABLE
RETURN (helpdesk.setting(p_key) #>> '{}')::int;

COMMENT ON FUNCTION helpdesk.setting_int IS 'A setting''s value in force as int.';
GRANT EXECUTE ON FUNCTION helpdesk.setting_int TO worker;
