CREATE OR REPLACE FUNCTION helpdesk.setting(p_key text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT coalesce(s.value, s.environment_value, s.default_value) FROM helpdesk.setting AS s WHERE s.key = p_key
    );
END
$$;

COMMENT ON FUNCTION helpdesk.setting IS 'A setting''s value in force; NULL for an unknown key.';
GRANT EXECUTE ON FUNCTION helpdesk.setting TO worker;
