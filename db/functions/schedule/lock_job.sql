CREATE OR REPLACE FUNCTION helpdesk.lock_job(p_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM FROM helpdesk.schedule_turn AS t WHERE t.name = p_name FOR UPDATE;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_job IS
'Lets a job that is called by hand, or by another job, wait until nobody else runs job p_name. A row, since any login '
'can hold an advisory lock, and would stop the job.';
