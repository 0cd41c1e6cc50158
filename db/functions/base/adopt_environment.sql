CREATE OR REPLACE FUNCTION helpdesk.adopt_environment(p_values jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.setting AS s
    SET environment_value = p_values -> s.key
    WHERE s.environment_value IS DISTINCT FROM p_values -> s.key;
END;

COMMENT ON FUNCTION helpdesk.adopt_environment IS
'Takes {key: value} given by PGDESK_* variables as fallback of the settings; what is no longer given falls back to the '
'default.';
