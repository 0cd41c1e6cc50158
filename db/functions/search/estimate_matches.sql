-- Volatile: EXPLAIN is allowed in no other.
CREATE OR REPLACE FUNCTION helpdesk.estimate_matches(p_is_message boolean, p_query tsquery) RETURNS float8
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_plan json;
BEGIN
    EXECUTE format(
        'EXPLAIN (FORMAT JSON) SELECT FROM helpdesk.%I AS s WHERE s.document @@ %L::tsquery',
        CASE WHEN p_is_message THEN 'message_search' ELSE 'ticket_search' END,
        p_query
    ) INTO v_plan;
    RETURN greatest((v_plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8, 1);
END
$$;

COMMENT ON FUNCTION helpdesk.estimate_matches IS
'How many tickets or messages hold these words, as the planner expects from the statistics: none is read.';
