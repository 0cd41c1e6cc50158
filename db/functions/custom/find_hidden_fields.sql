CREATE OR REPLACE FUNCTION helpdesk.find_hidden_fields(p_ticket_ids bigint[], p_values jsonb)
RETURNS TABLE (ticket_id bigint, fields text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    v_statement text;
    v_conditions jsonb;
BEGIN
    SELECT
        string_agg(format(
            'SELECT v.ticket_id, %L AS key
             FROM helpdesk.rule_ticket AS v
             CROSS JOIN (SELECT $3 -> %L) AS given(conditions)
             WHERE v.ticket_id = ANY ($1) AND (%s) IS NOT TRUE',
            f.key, f.key, regexp_replace(f.predicate, '\$1(?![0-9])', 'given.conditions', 'g')
        ), ' UNION ALL '),
        jsonb_object_agg(f.key, f.conditions)
    INTO v_statement, v_conditions
    FROM helpdesk.custom_field AS f
    WHERE f.object = 'ticket'
        AND f.conditions <> '{}'
        AND coalesce(p_values -> f.key, 'null') NOT IN ('null', '""', '[]');
    IF v_statement IS NOT NULL THEN
        RETURN QUERY EXECUTE format(
            'SELECT h.ticket_id, string_agg(h.key, '', '' ORDER BY h.key) FROM (%s) AS h GROUP BY h.ticket_id',
            v_statement
        ) USING p_ticket_ids, helpdesk.clock(), v_conditions;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.find_hidden_fields IS
'Tickets on which fields that are given a value, {"key": value}, are not shown, with their keys.';
