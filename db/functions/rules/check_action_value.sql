CREATE OR REPLACE FUNCTION helpdesk.check_action_value(p_shape text, p_choices text, p_kind text, p_value jsonb)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_type text := jsonb_typeof(p_value);
    v_unknown text;
    v_field helpdesk.custom_field;
BEGIN
    IF p_shape = 'none' THEN
        RETURN CASE WHEN v_type <> 'null' THEN 'takes no value' END;
    ELSIF p_shape = 'optional' THEN
        IF v_type = 'null'
            OR p_value = '"@me"' AND p_choices = 'agent.person_id' AND p_kind IN ('macro', 'button', 'bulk') THEN
            RETURN NULL;
        ELSIF v_type IS DISTINCT FROM 'number' OR p_value::text !~ '^[0-9]{1,18}$' THEN
            RETURN 'takes an id or null';
        END IF;
    ELSIF p_shape = 'value' AND v_type IS DISTINCT FROM 'string' THEN
        RETURN 'takes a text';
    ELSIF p_shape = 'names' AND (
        v_type IS DISTINCT FROM 'array'
            OR jsonb_array_length(p_value) NOT BETWEEN 1 AND 100
            OR jsonb_path_exists(p_value, '$[*] ? (@.type() != "string")')
    ) THEN
        RETURN 'takes a list of 1 to 100 names';
    ELSIF p_shape = 'text' THEN
        IF v_type IS DISTINCT FROM 'string' OR p_value #>> '{}' !~ '\S' OR length(p_value #>> '{}') > 50000 THEN
            RETURN 'takes a text of at most 50000 characters';
        END IF;
        v_unknown := helpdesk.find_unknown_placeholder(p_value #>> '{}');
        RETURN CASE
            WHEN v_unknown IS NOT NULL THEN format('has the unknown placeholder {{%s}}', left(v_unknown, 100))
        END;
    ELSIF p_shape = 'people' AND (
        v_type IS DISTINCT FROM 'array' OR jsonb_array_length(p_value) = 0 OR EXISTS (
            SELECT 1 FROM jsonb_array_elements(p_value) AS p(value)
            WHERE p.value::text !~ '^[0-9]{1,18}$'
                AND p.value #>> '{}' NOT IN ('assignee', 'followers', 'department', 'role:admin', 'role:agent')
        )
    ) THEN
        RETURN 'takes a list of ids, assignee, followers, department, role:admin, role:agent';
    ELSIF p_shape = 'people' THEN
        v_unknown := helpdesk.find_unknown_choice(
            'agent.person_id', jsonb_path_query_array(p_value, '$[*] ? (@.type() == "number")')
        );
        RETURN CASE WHEN v_unknown IS NOT NULL THEN format('names %s, who is not on the staff', v_unknown) END;
    ELSIF p_shape = 'duration' AND (v_type IS DISTINCT FROM 'string' OR NOT helpdesk.is_duration(p_value #>> '{}')) THEN
        RETURN 'takes a duration such as "2 hours"';
    ELSIF p_shape = 'custom' THEN
        IF v_type IS DISTINCT FROM 'object'
            OR NOT p_value ?& '{field,value}'
            OR p_value - '{field,value}'::text[] <> '{}' THEN
            RETURN 'takes {"field": key, "value": value or null}';
        END IF;
        SELECT * INTO v_field
        FROM helpdesk.custom_field AS f
        WHERE f.object = 'ticket' AND f.key = p_value ->> 'field' AND f.is_active;
        RETURN CASE
            WHEN v_field.key IS NULL
                THEN format('names the custom field %s, which does not exist', left(p_value ->> 'field', 100))
            WHEN p_value -> 'value' IN ('null', '""') THEN NULL
            WHEN NOT helpdesk.is_custom_shape(v_field.field_type, p_value -> 'value')
                THEN format('has a value for %s that is not a %s', v_field.key, v_field.field_type)
            ELSE format('has a value for %s that ', v_field.key)
                || helpdesk.check_custom_value(v_field, p_value -> 'value')
        END;
    END IF;
    IF p_choices IS NOT NULL THEN
        v_unknown := helpdesk.find_unknown_choice(
            p_choices, CASE v_type WHEN 'array' THEN p_value ELSE jsonb_build_array(p_value) END
        );
        IF v_unknown IS NOT NULL THEN
            RETURN format('names %s, which does not exist', left(v_unknown, 100));
        END IF;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.check_action_value IS 'What is wrong with an action''s value, or NULL.';
