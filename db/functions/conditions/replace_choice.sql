CREATE OR REPLACE FUNCTION helpdesk.replace_choice(
    p_node jsonb,
    p_fields text[],
    p_actions text[],
    p_from jsonb,
    p_to jsonb
) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF jsonb_typeof(p_node) = 'array' THEN
        RETURN (
            SELECT coalesce(
                jsonb_agg(helpdesk.replace_choice(e.value, p_fields, p_actions, p_from, p_to) ORDER BY e.number), '[]'
            )
            FROM jsonb_array_elements(p_node) WITH ORDINALITY AS e(value, number)
        );
    ELSIF jsonb_typeof(p_node) <> 'object' THEN
        RETURN p_node;
    ELSIF p_node ->> 'field' = ANY (p_fields) AND p_node ? 'operator' OR p_node ->> 'action' = ANY (p_actions) THEN
        RETURN jsonb_set(p_node, '{value}', CASE jsonb_typeof(p_node -> 'value')
            WHEN 'array' THEN (
                SELECT coalesce(
                    jsonb_agg(CASE e.value WHEN p_from THEN p_to ELSE e.value END ORDER BY e.number), '[]'
                )
                FROM jsonb_array_elements(p_node -> 'value') WITH ORDINALITY AS e(value, number)
            )
            ELSE CASE p_node -> 'value' WHEN p_from THEN p_to ELSE p_node -> 'value' END
        END);
    END IF;
    RETURN (
        SELECT coalesce(
            jsonb_object_agg(m.key, helpdesk.replace_choice(m.value, p_fields, p_actions, p_from, p_to)), '{}'
        )
        FROM jsonb_each(p_node) AS m
    );
END
$$;

COMMENT ON FUNCTION helpdesk.replace_choice IS
'Conditions or actions with one value in place of another, wherever names_choice finds it.';
