CREATE OR REPLACE FUNCTION reports.fetch(p_statement text, p_columns jsonb, p_values jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = '' SET timezone = 'UTC' SET jit = off SET work_mem = '64MB'
AS $$
DECLARE
    v_rows jsonb;
BEGIN
    EXECUTE format(
        E'SELECT coalesce(jsonb_agg(jsonb_build_array(%s)), ''[]'')\n'
        'FROM (SELECT * FROM (\n%s\n) AS q LIMIT 10000) AS q',
        (SELECT string_agg(format('q.%I', c.value ->> 'name'), ', ') FROM jsonb_array_elements(p_columns) AS c),
        -- Literals, so that plans know the period, and read no value anew with each row.
        format(p_statement, VARIADIC ARRAY(
            SELECT v.value FROM jsonb_each_text(p_values) AS v ORDER BY v.key COLLATE "C"
        ))
    ) INTO v_rows;
    RETURN v_rows;
END
$$;

COMMENT ON FUNCTION reports.fetch IS
'The first 10,000 rows of a statement of a report with the values of all its parameters, each row a list; days and '
'instants in ISO 8601, in UTC. STABLE: a statement that writes is refused.';
GRANT EXECUTE ON FUNCTION reports.fetch TO reporter;
