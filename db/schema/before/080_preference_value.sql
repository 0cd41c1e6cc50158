CREATE OR REPLACE FUNCTION helpdesk.is_preference_value(p_type text, p_allowed jsonb, p_value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN length(p_value::text) > 20000 THEN false
    WHEN p_type <> 'map' THEN helpdesk.is_setting_value(p_type, p_allowed, p_value)
    WHEN jsonb_typeof(p_value) <> 'object' THEN false
    ELSE NOT EXISTS (
        SELECT
        FROM jsonb_each(p_value) AS m
        WHERE m.key !~ (p_allowed ->> 'name_pattern')
            OR CASE
                WHEN p_allowed ->> 'members' = 'text'
                    THEN jsonb_typeof(m.value) <> 'string' OR m.value #>> '{}' !~ (p_allowed ->> 'pattern')
                WHEN jsonb_typeof(m.value) <> 'array' THEN true
                ELSE EXISTS (
                    SELECT
                    FROM jsonb_array_elements(m.value) AS e(value)
                    WHERE jsonb_typeof(e.value) <> 'string' OR e.value #>> '{}' !~ (p_allowed ->> 'pattern')
                )
            END
    )
END;

COMMENT ON FUNCTION helpdesk.is_preference_value IS
'Whether a value fits a preference''s type, as is_setting_value, and map besides: {"members", "pattern", '
'"name_pattern"}. At most 20,000 characters.';
