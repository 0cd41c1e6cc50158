CREATE OR REPLACE FUNCTION helpdesk.is_custom_shape(p_field_type text, p_value jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_type text := jsonb_typeof(p_value);
BEGIN
    RETURN CASE p_field_type
        WHEN 'number' THEN
            CASE v_type
                WHEN 'number'
                    THEN abs(p_value::numeric) < 1e300 AND (p_value::numeric = 0 OR abs(p_value::numeric) > 1e-300)
                ELSE false
            END
        WHEN 'checkbox' THEN v_type = 'boolean'
        WHEN 'date' THEN v_type = 'string'
            AND p_value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
            AND helpdesk.is_instant(p_value #>> '{}')
        WHEN 'multi_select' THEN
            CASE v_type
                WHEN 'array' THEN jsonb_array_length(p_value) <= 1000
                    AND NOT jsonb_path_exists(p_value, '$[*] ? (@.type() != "string")')
                ELSE false
            END
        ELSE v_type = 'string'
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.is_custom_shape IS
'Whether a JSON value can be stored in a field of the type; check_custom_value asks the field''s own rules.';
