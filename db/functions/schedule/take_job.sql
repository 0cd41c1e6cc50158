CREATE OR REPLACE FUNCTION helpdesk.take_job(p_name text, p_days int) RETURNS helpdesk.schedule
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_job helpdesk.schedule;
BEGIN
    SELECT * INTO v_job FROM helpdesk.schedule AS s WHERE s.name = p_name;
    IF v_job.name IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('job %s not found', p_name), NULL, 'See /rest/schedule.');
    END IF;
    IF p_days IS NOT NULL AND (strpos(v_job.call, '$1') = 0 OR p_days NOT BETWEEN 0 AND 36500) THEN
        PERFORM helpdesk.refuse('PD006', format('job %s takes no %s days', p_name, p_days));
    END IF;
    PERFORM FROM helpdesk.schedule_turn AS t WHERE t.name = p_name FOR UPDATE SKIP LOCKED;
    RETURN CASE WHEN FOUND THEN v_job END;
END
$$;

COMMENT ON FUNCTION helpdesk.take_job IS
'The job of this name, which nobody else runs until the transaction ends; null: somebody runs it now. Raises PD001, '
'and PD006 where it takes no days.';
