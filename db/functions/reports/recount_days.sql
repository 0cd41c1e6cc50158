CREATE OR REPLACE FUNCTION helpdesk.recount_days() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_count bigint;
BEGIN
    PERFORM helpdesk.lock_job('count_days');
    DELETE FROM helpdesk.counted_day AS c USING helpdesk.list_wrong_days() AS w(day) WHERE c.day = w.day;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.recount_days IS
'Has the days counted anew that list_wrong_days finds; returns how many. Reports say them rightly at once.';
GRANT EXECUTE ON FUNCTION helpdesk.recount_days TO worker;
