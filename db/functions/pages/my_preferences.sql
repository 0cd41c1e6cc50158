CREATE OR REPLACE FUNCTION helpdesk.my_preferences() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_object_agg(p.key, coalesce(o.value, p.default_value))
        FROM helpdesk.preference AS p
        LEFT JOIN helpdesk.person_preference AS o ON o.key = p.key AND o.person_id = helpdesk.me()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_preferences IS 'What counts for the caller, by key of preference.';
