CREATE OR REPLACE FUNCTION helpdesk.check_condition_value(
    p_field helpdesk.condition_field,
    p_operator helpdesk.condition_operator,
    p_value jsonb
) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_values jsonb;
    v_wrong text;
    v_has_options boolean := p_field.custom_field_id IS NOT NULL AND p_field.value_type IN ('choice', 'choices');
BEGIN
    CASE p_operator.value_shape
        WHEN 'flag' THEN
            RETURN CASE WHEN jsonb_typeof(p_value) <> 'boolean' THEN 'is not true or false' END;
        WHEN 'duration' THEN
            RETURN CASE
                WHEN jsonb_typeof(p_value) <> 'string' OR NOT helpdesk.is_duration(p_value #>> '{}')
                THEN 'is not a duration such as "2 hours" or "P1D"'
            END;
        WHEN 'pattern' THEN
            RETURN CASE
                WHEN jsonb_typeof(p_value) <> 'string' OR NOT helpdesk.is_safe_pattern(p_value #>> '{}')
                    THEN 'is not a regular expression of at most 200 characters without back-references, '
                        'looking around or large counts'
            END;
        WHEN 'one' THEN
            v_values := jsonb_build_array(p_value);
        WHEN 'list' THEN
            IF jsonb_typeof(p_value) <> 'array' OR jsonb_array_length(p_value) NOT BETWEEN 1 AND 1000 THEN
                RETURN 'is not a list of 1 to 1000 values';
            END IF;
            v_values := p_value;
        WHEN 'pair' THEN
            IF jsonb_typeof(p_value) <> 'array' OR jsonb_array_length(p_value) <> 2 THEN
                RETURN 'is not a list of two values';
            END IF;
            v_values := p_value;
    END CASE;

    SELECT v.value::text INTO v_wrong
    FROM jsonb_array_elements(v_values) AS v(value)
    WHERE NOT CASE p_field.value_type
        WHEN 'bool' THEN jsonb_typeof(v.value) = 'boolean'
        WHEN 'number' THEN CASE jsonb_typeof(v.value) WHEN 'number' THEN abs(v.value::numeric) < 1e300 ELSE false END
        WHEN 'id' THEN
            (jsonb_typeof(v.value) = 'number' AND v.value::text ~ '^[0-9]{1,18}$')
            OR (v.value = '"@me"' AND p_field.field IN ('assignee_id', 'requester_id'))
            OR (v.value = '"@mine"' AND p_field.field = 'department_id')
        WHEN 'past' THEN jsonb_typeof(v.value) = 'string' AND helpdesk.is_instant(v.value #>> '{}')
        WHEN 'future' THEN jsonb_typeof(v.value) = 'string' AND helpdesk.is_instant(v.value #>> '{}')
        WHEN 'date' THEN helpdesk.is_custom_shape('date', v.value)
        ELSE jsonb_typeof(v.value) = 'string' AND length(v.value #>> '{}') <= 1000
    END
    LIMIT 1;
    IF v_wrong IS NOT NULL THEN
        RETURN format('%s is not of type %s', left(v_wrong, 100), p_field.value_type);
    END IF;
    IF p_field.choices IS NOT NULL OR p_field.allowed IS NOT NULL OR v_has_options THEN
        v_wrong := CASE
            WHEN v_has_options THEN helpdesk.find_unknown_option(p_field.custom_field_id, v_values)
            WHEN p_field.choices IS NOT NULL THEN helpdesk.find_unknown_choice(p_field.choices, v_values)
            ELSE (
                SELECT v.value
                FROM jsonb_array_elements_text(v_values) AS v(value)
                WHERE v.value <> ALL (p_field.allowed)
                LIMIT 1
            )
        END;
        IF v_wrong IS NOT NULL THEN
            RETURN format('%s does not exist', left(v_wrong, 100));
        END IF;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.check_condition_value IS
'What is wrong with a condition''s value, or NULL.';
