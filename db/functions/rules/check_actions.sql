CREATE OR REPLACE FUNCTION helpdesk.check_actions(p_actions jsonb, p_kind text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_step record;
    v_wrong text;
BEGIN
    IF jsonb_typeof(p_actions) IS DISTINCT FROM 'array' OR jsonb_array_length(p_actions) NOT BETWEEN 1 AND 50 THEN
        PERFORM helpdesk.refuse('PD402', 'actions is not a list of 1 to 50 actions');
    END IF;
    FOR v_step IN
        SELECT s.number - 1 AS number, s.value AS step, a.*
        FROM jsonb_array_elements(p_actions) WITH ORDINALITY AS s(value, number)
        LEFT JOIN helpdesk.rule_action AS a ON a.action = s.value ->> 'action' AND p_kind = ANY (a.rule_kinds)
        ORDER BY s.number
    LOOP
        v_wrong := CASE
            WHEN jsonb_typeof(v_step.step) <> 'object' THEN 'is not an object'
            WHEN v_step.action IS NULL
                THEN format('has no action that fits %s: %s', p_kind, left((v_step.step -> 'action')::text, 100))
            WHEN v_step.step - '{action,value}'::text[] <> '{}' THEN 'has members besides action and value'
            ELSE helpdesk.check_action_value(v_step.value_shape, v_step.choices, p_kind, v_step.step -> 'value')
        END;
        IF v_wrong IS NOT NULL THEN
            PERFORM helpdesk.refuse('PD402', format('actions.%s %s', v_step.number, v_wrong));
        END IF;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.check_actions IS
'Checks [{"action", "value"}, …] for a kind of rule. Raises PD402 with the path of the fault.';
