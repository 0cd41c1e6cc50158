CREATE OR REPLACE FUNCTION helpdesk.compile_comparison(p_condition jsonb, p_use text, p_path text[]) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_at text := array_to_string('conditions'::text || p_path, '.');
    v_field helpdesk.condition_field;
    v_operator helpdesk.condition_operator;
    v_operators text[];
    v_wrong text;
BEGIN
    SELECT string_agg(CASE WHEN k.key IS NULL THEN 'no ' || m.key ELSE 'unknown ' || k.key END, ', ') INTO v_wrong
    FROM unnest('{field,operator,value}'::text[]) AS m(key)
    FULL JOIN jsonb_object_keys(p_condition) AS k(key) USING (key)
    WHERE m.key IS NULL OR k.key IS NULL;
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD401', format('%s is not {field, operator, value}', v_at), format('It has %s.', left(v_wrong, 200))
        );
    END IF;
    SELECT * INTO v_field FROM helpdesk.condition_field AS f WHERE f.field = p_condition ->> 'field';
    IF v_field.field IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD401', format('%s.field %s is unknown', v_at, left((p_condition -> 'field')::text, 100))
        );
    END IF;
    IF p_use = 'workflow' THEN
        v_field.expression := coalesce(v_field.event_expression, v_field.expression);
    END IF;
    IF p_use = 'sla' AND NOT v_field.is_for_sla THEN
        PERFORM helpdesk.refuse(
            'PD401', format('%s.field %s cannot be used in SLA policies', v_at, v_field.field),
            'They look at what a ticket is, not at time, state or clocks.',
            'See /rest/condition_fields?is_for_sla=is.true.'
        );
    END IF;
    SELECT * INTO v_operator FROM helpdesk.condition_operator AS o WHERE o.operator = p_condition ->> 'operator';
    SELECT t.operators INTO v_operators FROM helpdesk.condition_type AS t WHERE t.value_type = v_field.value_type;
    IF v_operator.operator IS NULL OR NOT v_operator.operator = ANY (v_operators) THEN
        PERFORM helpdesk.refuse(
            'PD401',
            format('%s.operator %s does not fit %s', v_at, left((p_condition -> 'operator')::text, 100), v_field.field),
            format('%s takes: %s.', v_field.field, array_to_string(v_operators, ', '))
        );
    END IF;
    IF p_use = 'sla' AND v_operator.value_shape = 'duration' THEN
        PERFORM helpdesk.refuse(
            'PD401', format('%s.operator %s cannot be used in SLA policies', v_at, v_operator.operator),
            'They look at what a ticket is, not at time.', 'Compare with dates.'
        );
    END IF;
    IF v_operator.needs_event
        AND (p_use <> 'workflow' OR v_field.changed_by IS NULL AND v_field.value_type <> 'tags') THEN
        PERFORM helpdesk.refuse(
            'PD401', format('%s.operator %s cannot be used here', v_at, v_operator.operator),
            'changed, changed_from and changed_to work in workflows, on fields with changed_by.'
        );
    END IF;
    v_wrong := helpdesk.check_condition_value(v_field, v_operator, p_condition -> 'value');
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD401', format('%s.value %s', v_at, v_wrong));
    END IF;
    IF p_use <> 'view'
        AND (v_field.needs_caller OR (p_condition -> 'value') ?| '{@me,@mine}')
        AND v_field.value_type IN ('id', 'bool') THEN
        PERFORM helpdesk.refuse(
            'PD401', format('%s asks for the caller, but rules run without one', v_at),
            'Name a person or department by id.'
        );
    END IF;
    IF v_operator.needs_event THEN
        RETURN helpdesk.compile_change(v_field, v_operator.operator, p_path || 'value'::text);
    ELSIF v_field.value_type IN ('tags', 'choices') THEN
        RETURN helpdesk.compile_tags(v_field, v_operator.operator, p_path || 'value'::text, p_use = 'sla');
    END IF;
    RETURN helpdesk.compile_operator(v_field, v_operator.operator, p_condition -> 'value', p_path || 'value'::text);
END
$$;

COMMENT ON FUNCTION helpdesk.compile_comparison IS
'SQL of one {"field", "operator", "value"}, see compile_condition. Raises PD401.';
