CREATE OR REPLACE FUNCTION helpdesk.explain_condition(p_condition jsonb, p_ticket_id bigint, p_as_of timestamptz, p_event jsonb DEFAULT NULL)
RETURNS TABLE (path text, condition jsonb, verdict boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_leaf record;
    v_verdict boolean;
BEGIN
    FOR v_leaf IN
        WITH RECURSIVE node AS (
            SELECT '{}'::text[] AS path, p_condition AS value
            UNION ALL
            SELECT n.path || k.key || (c.number - 1)::text, c.value
            FROM node AS n
            CROSS JOIN LATERAL jsonb_object_keys(n.value) AS k(key)
            CROSS JOIN LATERAL jsonb_array_elements(n.value -> k.key) WITH ORDINALITY AS c(value, number)
            WHERE k.key IN ('all', 'any', 'none')
        )
        SELECT n.path, n.value FROM node AS n WHERE n.value ? 'field' ORDER BY n.path
    LOOP
        EXECUTE format(
            'SELECT (%s) FROM helpdesk.rule_ticket AS v CROSS JOIN (SELECT $3 AS event) AS x WHERE v.ticket_id = $4',
            helpdesk.compile_comparison(v_leaf.value, true, v_leaf.path)
        ) INTO v_verdict USING p_condition, p_as_of, p_event, p_ticket_id;
        path := array_to_string('conditions'::text || v_leaf.path, '.');
        condition := v_leaf.value;
        verdict := coalesce(v_verdict, false);
        RETURN NEXT;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.explain_condition(jsonb, bigint, timestamptz, jsonb) IS
'Each comparison of a condition with its verdict on one ticket: why it matches, or why not.';
