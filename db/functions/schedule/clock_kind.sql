CREATE OR REPLACE FUNCTION helpdesk.clock_kind() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT c.kind FROM helpdesk.schedule_clock AS c;
END;
COMMENT ON FUNCTION helpdesk.clock_kind IS
'pg_cron, worker or off: who runs helpdesk.schedule.';
GRANT EXECUTE ON FUNCTION helpdesk.clock_kind TO worker;
