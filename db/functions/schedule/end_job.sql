CREATE OR REPLACE FUNCTION helpdesk.end_job() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_has_more boolean := current_setting('helpdesk.job_has_more') <> '';
BEGIN
    PERFORM set_config('helpdesk.job_has_more', '', true);
    RETURN v_has_more;
END
$$;

COMMENT ON FUNCTION helpdesk.end_job IS 'Ends what begin_job began; returns whether the job has more to do.';
