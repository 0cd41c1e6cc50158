CREATE OR REPLACE FUNCTION helpdesk.compile_condition(
    p_condition jsonb,
    p_use text DEFAULT 'view',
    p_path text[] DEFAULT '{}'
) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_at text := array_to_string('conditions'::text || p_path, '.');
    v_key text;
    v_parts text[];
BEGIN
    IF p_path = '{}' AND octet_length(p_condition::text) > 100000 THEN
        PERFORM helpdesk.refuse('PD401', 'conditions are longer than 100000 characters');
    END IF;
    IF jsonb_typeof(p_condition) IS DISTINCT FROM 'object' THEN
        PERFORM helpdesk.refuse('PD401', format('%s is not an object', v_at));
    END IF;
    IF cardinality(p_path) > 12 THEN
        PERFORM helpdesk.refuse('PD401', format('%s is nested too deeply', v_at), 'Six levels are allowed.');
    END IF;
    IF p_condition = '{}' THEN
        RETURN 'true';
    END IF;
    IF NOT p_condition ?| '{all,any,none}' THEN
        RETURN helpdesk.compile_comparison(p_condition, p_use, p_path);
    END IF;

    SELECT min(k.key) INTO v_key FROM jsonb_object_keys(p_condition) AS k(key) HAVING count(*) = 1;
    IF v_key IS NULL THEN
        PERFORM helpdesk.refuse('PD401', format('%s has more than one of all, any, none', v_at), 'Nest them instead.');
    END IF;
    IF jsonb_typeof(p_condition -> v_key) <> 'array'
        OR jsonb_array_length(p_condition -> v_key) NOT BETWEEN 1 AND 100 THEN
        PERFORM helpdesk.refuse('PD401', format('%s.%s is not a list of 1 to 100 conditions', v_at, v_key));
    END IF;
    SELECT array_agg(
        helpdesk.compile_condition(c.value, p_use, p_path || v_key || (c.number - 1)::text) ORDER BY c.number
    )
    INTO v_parts
    FROM jsonb_array_elements(p_condition -> v_key) WITH ORDINALITY AS c(value, number);
    RETURN CASE v_key
        WHEN 'all' THEN '(' || array_to_string(v_parts, ' AND ') || ')'
        WHEN 'any' THEN '(' || array_to_string(v_parts, ' OR ') || ')'
        ELSE '(' || array_to_string(v_parts, ' OR ') || ') IS NOT TRUE'
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.compile_condition IS
'SQL over helpdesk.rule_ticket AS v for {"all" | "any" | "none": [conditions]}, {"field", "operator", "value"} or {} '
'(matches everything). Values stay in $1, the condition itself; $2 is as_of, x.event the event (see event_facts). '
'p_use: view (there is a caller), rule (there is none), workflow (there is an event), sla (v is what '
'helpdesk.rebuild_sla_matching says). Run it under time zone UTC. Raises PD401 with the path of the fault.';
