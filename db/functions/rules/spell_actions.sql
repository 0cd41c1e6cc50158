CREATE OR REPLACE FUNCTION helpdesk.spell_actions(p_actions jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF jsonb_typeof(p_actions) IS DISTINCT FROM 'array' THEN
        RETURN p_actions;
    END IF;
    RETURN (
        SELECT coalesce(jsonb_agg(
            CASE
                WHEN k.action IS NOT NULL AND NOT jsonb_path_exists(a.value, '$.value[*] ? (@.type() != "string")')
                    THEN jsonb_set(a.value, '{value}', coalesce(to_jsonb(helpdesk.tag_names(ARRAY(
                        SELECT n.name FROM jsonb_array_elements_text(a.value -> 'value') AS n(name)
                    ))), '[]'))
                ELSE a.value
            END
            ORDER BY a.number
        ), '[]')
        FROM jsonb_array_elements(p_actions) WITH ORDINALITY AS a(value, number)
        LEFT JOIN helpdesk.rule_action AS k
            ON k.action = a.value ->> 'action' AND k.choices = 'tag.name' AND jsonb_typeof(a.value -> 'value') = 'array'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.spell_actions IS 'Actions with tags as they are called, as tag_names spells them.';
