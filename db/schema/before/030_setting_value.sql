CREATE OR REPLACE FUNCTION helpdesk.is_setting_value(p_type text, p_allowed jsonb, p_value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN p_value IS NULL THEN true
    WHEN p_type = 'bool' THEN jsonb_typeof(p_value) = 'boolean' AND (p_allowed IS NULL OR p_allowed @> p_value)
    WHEN p_type = 'int' THEN
        jsonb_typeof(p_value) = 'number' AND p_value::text ~ '^-?[0-9]{1,9}$'
        AND (p_allowed -> 'min' IS NULL OR (p_value::text)::numeric >= (p_allowed ->> 'min')::numeric)
        AND (p_allowed -> 'max' IS NULL OR (p_value::text)::numeric <= (p_allowed ->> 'max')::numeric)
    WHEN p_type = 'text' THEN
        jsonb_typeof(p_value) IN ('string', 'null')
        AND (p_allowed -> 'pattern' IS NULL OR (p_value #>> '{}') ~ (p_allowed ->> 'pattern'))
        AND length(p_value #>> '{}') <= 10000
    WHEN p_type = 'choice' THEN p_allowed @> p_value AND jsonb_typeof(p_value) <> 'array'
    WHEN p_type = 'list' THEN jsonb_typeof(p_value) = 'array' AND (p_allowed IS NULL OR p_allowed @> p_value)
    ELSE false
END;

COMMENT ON FUNCTION helpdesk.is_setting_value IS
'Whether a value fits a setting''s type. allowed: {"min","max"} for int, {"pattern", "values_of"} for text (the latter '
'checked by the trigger), an array for choice and list, for bool where one value is all there is.';
GRANT EXECUTE ON FUNCTION helpdesk.is_setting_value TO admin;
