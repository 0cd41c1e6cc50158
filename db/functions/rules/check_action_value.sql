CREATE OR REPLACE FUNCTION helpdesk.check_action_value(p_shape text, p_choices text, p_kind text, p_value jsonb)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_type text := jsonb_typeof(p_value);
    v_unknown text;
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
    ELSIF p_shape IN ('names', 'all names') AND (
        v_type IS DISTINCT FROM 'array'
            OR jsonb_array_length(p_value) NOT BETWEEN CASE p_shape WHEN 'names' THEN 1 ELSE 0 END AND 100
            OR jsonb_path_exists(p_value, '$[*] ? (@.type() != "string")')
    ) THEN
        RETURN format('takes a list of %s to 100 names', CASE p_shape WHEN 'names' THEN 1 ELSE 0 END);
    ELSIF p_shape = 'text' THEN
        IF v_type IS DISTINCT FROM 'string' OR p_value #>> '{}' !~ '\S' OR length(p_value #>> '{}') > 50000 THEN
            RETURN 'takes a text of at most 50000 characters';
        -- Each may be filled in with hundreds of characters, on a thousand tickets.
        ELSIF regexp_count(p_value #>> '{}', '\{\{') > 100 THEN
            RETURN 'takes a text of at most 100 placeholders';
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
    ELSIF p_shape = 'approval' THEN
        RETURN helpdesk.check_approval_value(p_kind, p_value);
    ELSIF p_shape = 'duration' AND (v_type IS DISTINCT FROM 'string' OR NOT helpdesk.is_duration(p_value #>> '{}')) THEN
        RETURN 'takes a duration such as "2 hours"';
    ELSIF p_shape = 'custom' THEN
        IF v_type IS DISTINCT FROM 'object' OR p_value = '{}' THEN
            RETURN 'takes {"key": value or null, ...}';
        END IF;
        RETURN (
            SELECT w.wrong
            FROM jsonb_each(p_value) WITH ORDINALITY AS g(key, value, number)
            LEFT JOIN helpdesk.custom_field AS f ON f.object = 'ticket' AND f.key = g.key AND f.is_active
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN f.key IS NULL
                        THEN format('names the custom field %s, which does not exist', left(g.key, 100))
                    WHEN g.value IN ('null', '""') THEN NULL
                    WHEN NOT helpdesk.is_custom_shape(f.field_type, g.value)
                        THEN format('has a value for %s that is not a %s', f.key, f.field_type)
                    ELSE format('has a value for %s that ', f.key) || helpdesk.check_custom_value(f, g.value)
                END AS wrong
            ) AS w
            WHERE w.wrong IS NOT NULL
            ORDER BY g.number
            LIMIT 1
        );
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
