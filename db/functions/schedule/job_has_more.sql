CREATE OR REPLACE FUNCTION helpdesk.job_has_more(p_done bigint, p_limit bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_done >= p_limit AND p_done > 0 THEN
        PERFORM set_config('helpdesk.job_has_more', 'on', true);
    END IF;
    RETURN p_done;
END
$$;

COMMENT ON FUNCTION helpdesk.job_has_more IS
'Called by a job with what it did and how much it may do at once: where that is as much, run_job lets the worker go '
'on. Returns what was done.';
