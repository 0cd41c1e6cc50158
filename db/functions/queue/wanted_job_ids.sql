CREATE OR REPLACE FUNCTION helpdesk.wanted_job_ids(p_job_ids uuid[], p_actor text, p_most int) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids uuid[];
BEGIN
    PERFORM helpdesk.require('jobs.keep');
    IF p_job_ids IS NULL AND p_actor IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'neither job_ids nor actor is given');
    END IF;
    SELECT array_agg(q.message_id) INTO v_ids
    FROM (
        SELECT w.message_id
        FROM dramatiq.queue AS w
        WHERE (p_job_ids IS NULL AND w.state = 'rejected' OR w.message_id = ANY (p_job_ids) AND w.state <> 'consumed')
            AND (p_actor IS NULL OR w.message ->> 'actor_name' = p_actor)
        ORDER BY w.mtime
        LIMIT p_most
        FOR UPDATE SKIP LOCKED
    ) AS q;
    IF p_job_ids IS NOT NULL AND cardinality(coalesce(v_ids, '{}')) < (
        SELECT count(DISTINCT j.job_id) FROM unnest(p_job_ids) AS j (job_id)
    ) THEN
        PERFORM helpdesk.refuse('PD167', 'a job is done, or in work');
    END IF;
    RETURN coalesce(v_ids, '{}');
END
$$;

COMMENT ON FUNCTION helpdesk.wanted_job_ids IS
'Locks the named jobs, or so many that were given up of an actor. Raises PD002 without permission jobs.keep, PD006 '
'where nothing is named, PD167 for a job that is done or in work.';
