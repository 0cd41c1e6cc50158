CREATE OR REPLACE FUNCTION reports.steps(p_from date, p_to date, p_step text) RETURNS SETOF date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT DISTINCT reports.step_start(p_from + d.number, p_from, p_step)
    FROM generate_series(0, p_to - p_from) AS d(number)
    ORDER BY 1;
END;

COMMENT ON FUNCTION reports.steps IS
'The first day of each step of a period, both ends included, so that a step in which nothing happened has a row, too.';
GRANT EXECUTE ON FUNCTION reports.steps TO reporter;
