CREATE OR REPLACE FUNCTION helpdesk.explain_condition(
    p_condition jsonb,
    p_use text,
    p_ticket_id bigint,
    p_as_of timestamptz,
    p_event jsonb DEFAULT NULL
) RETURNS TABLE (path text, condition jsonb, verdict boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
DECLARE
    v_node record;
    v_verdict boolean;
BEGIN
    PERFORM helpdesk.begin_matching();
    FOR v_node IN
        WITH RECURSIVE node AS (
            SELECT '{}'::text[] AS path, '{}'::bigint[] AS place, p_condition AS value
            UNION ALL
            SELECT n.path || k.key || (c.number - 1)::text, n.place || c.number, c.value
            FROM node AS n
            CROSS JOIN LATERAL (
                SELECT g.key, n.value -> g.key AS list
                FROM unnest(ARRAY['all', 'any', 'none']) AS g(key)
                WHERE n.value ? g.key
            ) AS k
            CROSS JOIN LATERAL jsonb_array_elements(k.list) WITH ORDINALITY AS c(value, number)
        )
        SELECT n.path, n.value FROM node AS n ORDER BY n.place
    LOOP
        EXECUTE format(
            'SELECT (%s) FROM helpdesk.rule_ticket AS v CROSS JOIN (SELECT $3 AS event) AS x WHERE v.ticket_id = $4',
            helpdesk.compile_condition(v_node.value, p_use, v_node.path)
        ) INTO v_verdict USING p_condition, p_as_of, p_event, p_ticket_id;
        path := array_to_string('conditions'::text || v_node.path, '.');
        condition := CASE
            WHEN v_node.value ?| '{all,any,none}'
                THEN (SELECT to_jsonb(k.key) FROM jsonb_object_keys(v_node.value) AS k(key))
            ELSE v_node.value
        END;
        verdict := coalesce(v_verdict, false);
        RETURN NEXT;
    END LOOP;
    PERFORM helpdesk.end_matching();
END
$$;

COMMENT ON FUNCTION helpdesk.explain_condition IS
'Each part of a checked condition, from the whole to the comparisons, with its verdict on one ticket: why it '
'matches, or why not. For a group, condition is "all", "any" or "none".';
