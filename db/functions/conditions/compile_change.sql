CREATE OR REPLACE FUNCTION helpdesk.compile_change(p_field helpdesk.condition_field, p_operator text, p_path text[])
RETURNS text
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_happened text;
    v_from text := 'x.event #>> ''{payload,from}''';
    v_to text := 'x.event #>> ''{payload,to}''';
BEGIN
    IF p_field.value_type = 'tags' THEN
        v_happened := '(x.event ->> ''kind'') IN (''tag_added'', ''tag_removed'')';
        v_from := 'CASE x.event ->> ''kind'' WHEN ''tag_removed'' THEN x.event #>> ''{payload,name}'' END';
        v_to := 'CASE x.event ->> ''kind'' WHEN ''tag_added'' THEN x.event #>> ''{payload,name}'' END';
    ELSIF p_field.changed_by = 'ticket_updated' THEN
        v_happened := format(
            '((x.event ->> ''kind'') = ''ticket_updated'' AND x.event #> %L IS NOT NULL)',
            ARRAY['payload', 'changes', p_field.field]
        );
        v_from := format('x.event #>> %L', ARRAY['payload', 'changes', p_field.field, 'from']);
        v_to := format('x.event #>> %L', ARRAY['payload', 'changes', p_field.field, 'to']);
    ELSE
        v_happened := format(
            '(x.event ->> ''kind'') IN (%L, %L)', p_field.changed_by,
            CASE p_field.changed_by WHEN 'ticket_assigned' THEN 'ticket_unassigned' ELSE p_field.changed_by END
        );
    END IF;
    RETURN CASE p_operator
        WHEN 'changed' THEN format('coalesce(%s, false) = ($1 #>> %L)::boolean', v_happened, p_path)
        ELSE format(
            CASE p_field.value_type
                WHEN 'text' THEN '(%s AND lower(%s) = lower($1 #>> %L))'
                ELSE '(%s AND %s = ($1 #>> %L))'
            END,
            v_happened, CASE p_operator WHEN 'changed_from' THEN v_from ELSE v_to END, p_path
        )
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.compile_change IS
'SQL of changed, changed_from and changed_to: looks at x.event, {"kind", "payload"}.';
