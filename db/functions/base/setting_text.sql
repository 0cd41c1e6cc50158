CREATE OR REPLACE FUNCTION helpdesk.setting_text(p_key text) RETURNS text
LANGUAGE sql STABLE
RETURN (helpdesk.setting(p_key) #>> '{}')::text;

COMMENT ON FUNCTION helpdesk.setting_text IS 'A setting''s value in force as text.';
GRANT EXECUTE ON FUNCTION helpdesk.setting_text TO worker;
