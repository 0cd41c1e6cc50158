CREATE OR REPLACE FUNCTION helpdesk.check_custom_value(
    p_field helpdesk.custom_field,
    p_value jsonb,
    p_old jsonb DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_text text := p_value #>> '{}';
    v_size double precision;
    v_unknown text;
BEGIN
    IF p_field.field_type IN ('select', 'multi_select') THEN
        SELECT v.value INTO v_unknown
        FROM jsonb_array_elements_text(
            CASE jsonb_typeof(p_value) WHEN 'array' THEN p_value ELSE jsonb_build_array(p_value) END
        ) AS v(value)
        WHERE NOT coalesce(p_old ? v.value, false) AND NOT EXISTS (
            SELECT 1
            FROM helpdesk.custom_option AS o
            WHERE o.custom_field_id = p_field.custom_field_id AND o.value = v.value AND o.is_active
        )
        LIMIT 1;
        IF v_unknown IS NOT NULL THEN
            RETURN format('has no option %s', left(v_unknown, 100));
        END IF;
    ELSIF p_field.field_type IN ('text', 'long_text') THEN
        IF v_text !~ '\S' THEN
            RETURN 'is blank';
        ELSIF length(v_text) > (CASE p_field.field_type WHEN 'text' THEN 1000 ELSE 50000 END) THEN
            RETURN format('is longer than %s characters', CASE p_field.field_type WHEN 'text' THEN 1000 ELSE 50000 END);
        ELSIF p_field.is_filterable AND octet_length(v_text) > 2600 THEN
            RETURN 'is longer than 2600 bytes, the most that can be filtered by';
        ELSIF p_field.pattern IS NOT NULL AND left(v_text, 10000) !~ p_field.pattern THEN
            RETURN format('does not match %s', p_field.pattern);
        END IF;
    ELSIF p_field.field_type = 'date' AND v_text !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
        RETURN 'is no date of the years 1 to 9999';
    END IF;
    v_size := CASE p_field.field_type
        WHEN 'number' THEN CASE jsonb_typeof(p_value) WHEN 'number' THEN v_text::double precision ELSE 'NaN' END
        WHEN 'multi_select' THEN jsonb_array_length(p_value)
        ELSE length(v_text)
    END;
    IF v_size = 'NaN' THEN
        RETURN 'is no finite number';
    ELSIF v_size < p_field.min_value THEN
        RETURN format(
            'is less than %s%s', p_field.min_value, CASE WHEN p_field.field_type = 'number' THEN '' ELSE ' long' END
        );
    ELSIF v_size > p_field.max_value THEN
        RETURN format(
            'is more than %s%s', p_field.max_value, CASE WHEN p_field.field_type = 'number' THEN '' ELSE ' long' END
        );
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.check_custom_value IS
'What is wrong with a value of the field''s type, or NULL; options that were chosen before (p_old) may stay when they '
'are no longer active.';
