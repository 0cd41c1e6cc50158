CREATE FUNCTION api.discard_jobs(job_ids uuid[] DEFAULT NULL, actor text DEFAULT NULL) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids uuid[] := helpdesk.wanted_job_ids(discard_jobs.job_ids, discard_jobs.actor, 1000);
BEGIN
    DELETE FROM dramatiq.queue AS q WHERE q.message_id = ANY (v_ids);
    RETURN cardinality(v_ids);
END
$$;

COMMENT ON FUNCTION api.discard_jobs IS
$$Drop jobs that nobody needs to have done

job_ids: those; actor without job_ids: those that were given up of it, 1,000 at most. Returns how many.
Raises PD002 without permission jobs.keep, PD006 where nothing is named, PD167 for a job that is done or in work.$$;
GRANT EXECUTE ON FUNCTION api.discard_jobs TO agent, admin;
