CREATE OR REPLACE FUNCTION helpdesk.list_counted_days() RETURNS SETOF date
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT c.day FROM helpdesk.counted_day AS c
    EXCEPT
    SELECT helpdesk.list_changed_days();
END;

COMMENT ON FUNCTION helpdesk.list_counted_days IS
'Days in UTC that activity_day and agent_day say as they are now.';
GRANT EXECUTE ON FUNCTION helpdesk.list_counted_days TO reporter;
