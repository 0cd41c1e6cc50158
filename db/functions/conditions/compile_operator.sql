CREATE OR REPLACE FUNCTION helpdesk.compile_operator(
    p_field helpdesk.condition_field,
    p_operator text,
    p_value jsonb,
    p_path text[]
) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_type text := CASE p_field.value_type
        WHEN 'id' THEN 'bigint'
        WHEN 'number' THEN 'double precision'
        WHEN 'past' THEN 'timestamptz'
        WHEN 'future' THEN 'timestamptz'
        WHEN 'date' THEN 'date'
        ELSE 'text'
    END;
    v_is_text boolean := p_field.value_type = 'text';
    v_left text := CASE WHEN v_is_text THEN format('lower(%s)', p_field.expression) ELSE p_field.expression END;
    v_one text := format(CASE WHEN v_is_text THEN 'lower($1 #>> %L)' ELSE '($1 #>> %L)::%s' END, p_path, v_type);
    v_first text := format('($1 #>> %L)::%s', p_path || '0'::text, v_type);
    v_second text := format('($1 #>> %L)::%s', p_path || '1'::text, v_type);
    v_list text := format('helpdesk.read_texts($1 #> %L, %L)::%s[]', p_path, v_is_text, v_type);
    -- Where a promise is due by an instant, this says so, too: the index of open clocks then finds the few tickets,
    -- before the clock of each is looked up.
    v_is_due text := CASE
        WHEN p_field.field ~ '^sla\..*_due_at$'
            THEN 'EXISTS (SELECT 1 FROM helpdesk.sla_clock AS c'
                ' WHERE c.ticket_id = v.ticket_id AND c.stopped_at IS NULL AND c.due_at <= %s) AND '
        ELSE ''
    END;
BEGIN
    IF p_field.value_type = 'bool' THEN
        RETURN format(
            CASE WHEN (p_operator = 'is') = p_value::boolean THEN '(%s)' ELSE '(%s) IS NOT TRUE' END, p_field.expression
        );
    ELSIF p_operator = 'is_empty' THEN
        RETURN CASE
            WHEN v_is_text
                THEN format(
                    CASE WHEN p_value::boolean THEN 'coalesce(%s, '''') = ''''' ELSE '%s <> ''''' END,
                    p_field.expression
                )
            ELSE format(CASE WHEN p_value::boolean THEN '%s IS NULL' ELSE '%s IS NOT NULL' END, p_field.expression)
        END;
    ELSIF p_value = '"@me"' AND p_field.value_type = 'id' THEN
        v_one := '(SELECT helpdesk.me())';
    ELSIF p_value ?| '{@me,@mine}' AND p_field.value_type = 'id' THEN
        v_list := format(
            '(SELECT %s::bigint[]%s%s)::bigint[]',
            CASE jsonb_typeof(p_value)
                WHEN 'array' THEN format('helpdesk.read_texts(($1 #> %L) - ''{@me,@mine}''::text[])', p_path)
                ELSE '''{}'''
            END,
            CASE WHEN p_value ? '@me' THEN ' || helpdesk.me()' END,
            CASE WHEN p_value ? '@mine' THEN ' || helpdesk.my_department_ids()' END
        );
        -- Also is and is_not compare with a list: the caller may belong to several departments.
        RETURN format(
            CASE WHEN p_operator IN ('is', 'in') THEN '%s = ANY (%s)' ELSE '(%s = ANY (%s)) IS NOT TRUE' END, v_left,
            v_list
        );
    ELSIF p_field.value_type = 'priority' AND p_operator IN ('greater', 'less', 'between') THEN
        v_left := format('(SELECT x.position FROM helpdesk.priority AS x WHERE x.priority = %s)', p_field.expression);
        v_one := format('(SELECT x.position FROM helpdesk.priority AS x WHERE x.priority = %s)', v_one);
        v_first := format('(SELECT x.position FROM helpdesk.priority AS x WHERE x.priority = %s)', v_first);
        v_second := format('(SELECT x.position FROM helpdesk.priority AS x WHERE x.priority = %s)', v_second);
    END IF;

    RETURN CASE p_operator
        WHEN 'is' THEN format('%s = %s', v_left, v_one)
        WHEN 'is_not' THEN format('%s IS DISTINCT FROM %s', v_left, v_one)
        WHEN 'in' THEN format('%s = ANY (%s)', v_left, v_list)
        WHEN 'not_in' THEN format('(%s = ANY (%s)) IS NOT TRUE', v_left, v_list)
        WHEN 'contains' THEN format('strpos(%s, %s) > 0', v_left, v_one)
        WHEN 'starts_with' THEN format('starts_with(%s, %s)', v_left, v_one)
        WHEN 'matches' THEN format('helpdesk.matches_pattern(%s, $1 #>> %L)', p_field.expression, p_path)
        WHEN 'greater' THEN format('%s > %s', v_left, v_one)
        WHEN 'less' THEN format('%s < %s', v_left, v_one)
        WHEN 'between' THEN format('%s BETWEEN %s AND %s', v_left, v_first, v_second)
        -- Nothing happened to a ticket before it was opened. Saying so, too, spares looking up what young tickets did.
        WHEN 'older_than' THEN format(
            CASE
                WHEN p_field.value_type = 'past' AND p_field.field <> 'created_at'
                    THEN '(v.created_at < $2 - ($1 #>> %2$L)::interval AND '
                ELSE '(' || format(v_is_due, '$2 - ($1 #>> %2$L)::interval')
            END || '%1$s < $2 - ($1 #>> %2$L)::interval)',
            p_field.expression, p_path
        )
        WHEN 'within' THEN format(
            CASE p_field.value_type
                WHEN 'date' THEN '(%1$s >= $2::date AND %1$s <= $2 + ($1 #>> %2$L)::interval)'
                WHEN 'future' THEN '('
                    || format(v_is_due, '$2 + ($1 #>> %2$L)::interval')
                    || '%1$s >= $2 AND %1$s <= $2 + ($1 #>> %2$L)::interval)'
                ELSE '(%1$s > $2 - ($1 #>> %2$L)::interval AND %1$s <= $2)'
            END, p_field.expression, p_path
        )
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.compile_operator IS
'SQL of a checked comparison; the value is read from $1 at p_path, never pasted.';
