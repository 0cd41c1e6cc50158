CREATE OR REPLACE FUNCTION helpdesk.list_counted_days() RETURNS SETOF date
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT c.day FROM helpdesk.counted_day AS c
    EXCEPT
    SELECT helpdesk.list_changed_days();
END;

COMMENT ON FUNCTION helpdesk.list_counted_days IS
'Days in UTC of which what is counted is so now.';
GRANT EXECUTE ON FUNCTION helpdesk.list_counted_days TO reporter;
