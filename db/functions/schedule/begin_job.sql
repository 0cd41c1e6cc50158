CREATE OR REPLACE FUNCTION helpdesk.begin_job() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM set_config('helpdesk.job_has_more', '', true);
END
$$;

COMMENT ON FUNCTION helpdesk.begin_job IS 'Lets job_has_more note whether the job has more to do, until end_job.';
