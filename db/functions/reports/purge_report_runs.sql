CREATE OR REPLACE FUNCTION helpdesk.purge_report_runs(p_days int DEFAULT 30, p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.report_run AS r
        WHERE r.report_run_id IN (
            SELECT o.report_run_id
            FROM helpdesk.report_run AS o
            WHERE o.due_at < helpdesk.clock() - make_interval(days => p_days) AND o.state IN ('mailed', 'failed')
            ORDER BY o.due_at
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_report_runs IS
'Deletes up to p_limit runs of scheduled reports that ended and were due more than p_days ago, with their files; '
'returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_report_runs TO worker;
