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
'A job says how much it did and how much it may do at once: where the two are equal, run_job lets the worker go '
'on. Returns how much it did.';
