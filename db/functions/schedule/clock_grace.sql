CREATE OR REPLACE FUNCTION helpdesk.clock_grace(p_clock text) RETURNS interval
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT CASE c.kind WHEN p_clock THEN interval '0' WHEN 'off' THEN NULL ELSE interval '30 seconds' END
    FROM helpdesk.schedule_clock AS c;
END;

COMMENT ON FUNCTION helpdesk.clock_grace IS
'How late a job must be for clock p_clock to run it: not at all, or 30 seconds for the clock that stands by. '
'Null: never.';
