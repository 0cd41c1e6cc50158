CREATE OR REPLACE FUNCTION reports.step_start(p_day date, p_from date, p_step text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE p_step
    WHEN 'week' THEN p_from + (p_day - p_from) / 7 * 7
    WHEN 'month' THEN greatest(p_from, date_trunc('month', p_day::timestamp)::date)
    ELSE p_day
END;

COMMENT ON FUNCTION reports.step_start IS
'The first day of the step in which p_day is, of a period that begins with p_from: of day itself, of week seven days '
'counted from p_from, of month the calendar''s.';
GRANT EXECUTE ON FUNCTION reports.step_start TO reporter;
