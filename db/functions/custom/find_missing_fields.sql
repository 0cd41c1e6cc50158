CREATE OR REPLACE FUNCTION helpdesk.find_missing_fields(
    p_ticket_ids bigint[],
    p_moment text,
    p_given jsonb DEFAULT NULL
)
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
            'SELECT v.ticket_id, %L AS key, %s AS position, %s AS id
             FROM helpdesk.rule_ticket AS v
             CROSS JOIN (SELECT $3 -> %L) AS given(conditions)
             WHERE v.ticket_id = ANY ($1) AND (v.custom).%I IS NULL AND (%s)',
            f.key, f.position, f.custom_field_id, f.key, f.key,
            regexp_replace(f.predicate, '\$1(?![0-9])', 'given.conditions', 'g')
        ), ' UNION ALL '),
        jsonb_object_agg(f.key, f.conditions)
    INTO v_statement, v_conditions
    FROM helpdesk.custom_field AS f
    WHERE f.object = 'ticket'
        AND f.is_active
        AND CASE p_moment WHEN 'create' THEN f.is_required_on_create ELSE f.is_required_on_resolve END
        AND (helpdesk.actor_role() NOT IN ('anon', 'customer') OR f.customer_access = 'edit')
        AND coalesce(p_given -> f.key, 'null') IN ('null', '""', '[]');
    IF v_statement IS NOT NULL THEN
        RETURN QUERY EXECUTE format(
            'SELECT m.ticket_id, string_agg(m.key, '', '' ORDER BY m.position, m.id) FROM (%s) AS m'
            ' GROUP BY m.ticket_id',
            v_statement
        ) USING p_ticket_ids, helpdesk.clock(), v_conditions;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.find_missing_fields IS
'Tickets on which the caller leaves fields empty that are required at the moment (create or resolve) and shown, with '
'their keys; p_given are values that are about to be written. One statement, whatever the number of tickets.';
