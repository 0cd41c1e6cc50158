CREATE OR REPLACE FUNCTION helpdesk.spell_conditions(p_condition jsonb, p_depth int DEFAULT 0) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_key text;
    v_value jsonb := p_condition -> 'value';
    v_names text[];
BEGIN
    -- What is no condition or beyond measure, compile_condition refuses.
    IF p_depth > 12 OR jsonb_typeof(p_condition) IS DISTINCT FROM 'object'
        OR p_depth = 0 AND octet_length(p_condition::text) > 100000 THEN
        RETURN p_condition;
    END IF;
    FOREACH v_key IN ARRAY '{all,any,none}'::text[] LOOP
        IF jsonb_typeof(p_condition -> v_key) = 'array' THEN
            p_condition := jsonb_set(p_condition, ARRAY[v_key], (
                SELECT coalesce(jsonb_agg(helpdesk.spell_conditions(c.value, p_depth + 1) ORDER BY c.number), '[]')
                FROM jsonb_array_elements(p_condition -> v_key) WITH ORDINALITY AS c(value, number)
            ));
        END IF;
    END LOOP;
    IF jsonb_path_exists(v_value, 'strict $ ? (@.type() == "string" || @.type() == "array" && @.size() > 0)')
        AND NOT jsonb_path_exists(v_value, 'lax $[*] ? (@.type() != "string")')
        AND EXISTS (
            SELECT 1
            FROM helpdesk.condition_field AS f
            WHERE f.field = p_condition ->> 'field' AND f.choices = 'tag.name'
        ) THEN
        v_names := helpdesk.tag_names(helpdesk.read_texts(
            CASE jsonb_typeof(v_value) WHEN 'array' THEN v_value ELSE jsonb_build_array(v_value) END
        ));
        p_condition := jsonb_set(
            p_condition, '{value}',
            CASE jsonb_typeof(v_value) WHEN 'array' THEN to_jsonb(v_names) ELSE to_jsonb(v_names[1]) END
        );
    END IF;
    RETURN p_condition;
END
$$;

COMMENT ON FUNCTION helpdesk.spell_conditions IS 'Conditions with tags as they are called, as tag_names spells them.';
