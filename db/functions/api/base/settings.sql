CREATE VIEW api.settings WITH (security_invoker = true) AS
SELECT
    s.key,
    s.value_type,
    coalesce(s.value, s.environment_value, s.default_value) AS value_in_force,
    s.value,
    s.environment_value,
    s.default_value,
    s.allowed,
    s.description
FROM helpdesk.setting AS s
WHERE helpdesk.token_reads('settings');

COMMENT ON VIEW api.settings IS
$$Settings

PATCH value by key; null falls back to the environment, then to the default. Raises PD013 for a wrong value.$$;
COMMENT ON COLUMN api.settings.value_in_force IS 'What counts now: value, else environment_value, else default_value.';

GRANT SELECT ON api.settings TO agent, admin;
GRANT UPDATE (value) ON api.settings TO admin;
