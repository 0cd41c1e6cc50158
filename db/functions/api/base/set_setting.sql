CREATE FUNCTION api.set_setting(key text, value jsonb) RETURNS api.settings
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.settings;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    UPDATE helpdesk.setting AS s SET value = set_setting.value WHERE s.key = set_setting.key;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('setting %s not found', coalesce(set_setting.key, 'null')), NULL, 'See /rest/settings.'
        );
    END IF;
    SELECT * INTO v_result FROM api.settings AS s WHERE s.key = set_setting.key;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.set_setting IS
$$Change a setting

null falls back to the environment, then to the default. Raises PD001, PD002, PD013.$$;
GRANT EXECUTE ON FUNCTION api.set_setting TO admin;
