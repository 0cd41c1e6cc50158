CREATE OR REPLACE FUNCTION helpdesk.public_settings() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_object_agg(s.key, coalesce(s.value, s.environment_value, s.default_value))
        FROM helpdesk.public_setting AS p
        JOIN helpdesk.setting AS s USING (key)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.public_settings IS 'Values in force of the settings that anybody may read, by key.';
