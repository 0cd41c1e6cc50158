CREATE OR REPLACE FUNCTION helpdesk.stretches_of_view(p_sort text, p_after jsonb)
RETURNS TABLE (number int, wanted text, ordered text)
LANGUAGE plpgsql IMMUTABLE ROWS 2 SET search_path = ''
AS $$
DECLARE
    v_column text := split_part(p_sort, '.', 1);
    v_direction text := split_part(p_sort, '.', 2);
    v_sign text := CASE v_direction WHEN 'asc' THEN '>' ELSE '<' END;
    v_can_be_null boolean := v_column IN ('due_at', 'next_due_at', 'last_message_at');
    v_is_after_value boolean := p_after ->> 0 IS NOT NULL;
    v_keys text[] := helpdesk.keys_of_sort(p_sort);
BEGIN
    IF p_after IS NULL OR v_is_after_value THEN
        number := 1;
        wanted := CASE
            WHEN v_is_after_value THEN (
                SELECT format(
                    '(%s) %s (%s)',
                    string_agg(format('v.%I', k.key), ', ' ORDER BY k.place), v_sign,
                    string_agg(format('%L', p_after ->> (k.place - 1)::int), ', ' ORDER BY k.place)
                )
                FROM unnest(v_keys) WITH ORDINALITY AS k(key, place)
            )
            WHEN v_can_be_null THEN format('v.%I IS NOT NULL', v_column)
            ELSE 'true'
        END;
        ordered := (
            SELECT string_agg(format('v.%I %s', k.key, v_direction), ', ' ORDER BY k.place)
            FROM unnest(v_keys) WITH ORDINALITY AS k(key, place)
        );
        RETURN NEXT;
    END IF;
    IF v_can_be_null THEN
        number := 2;
        wanted := format('v.%I IS NULL', v_column) || CASE
            WHEN p_after IS NOT NULL AND NOT v_is_after_value
                THEN format(' AND v.ticket_id %s %L', v_sign, p_after ->> 1)
            ELSE ''
        END;
        ordered := format('v.ticket_id %s', v_direction);
        RETURN NEXT;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.stretches_of_view IS
'SQL over helpdesk.rule_ticket AS v that a list in this order consists of, one stretch after the other, each in the '
'order of an index: what has a value, then what has none. p_after: the keys (keys_of_sort) of the ticket after which '
'the list goes on; null: from its beginning.';
