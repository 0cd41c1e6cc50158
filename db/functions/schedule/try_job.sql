CREATE OR REPLACE FUNCTION helpdesk.try_job(
    p_name text,
    p_days int DEFAULT NULL,
    OUT result text,
    OUT has_more boolean,
    OUT touched jsonb
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_job helpdesk.schedule := helpdesk.take_job(p_name, p_days);
    v_before jsonb := helpdesk.count_written_rows();
BEGIN
    IF v_job.name IS NULL THEN
        result := 'already running';
        RETURN;
    END IF;
    PERFORM helpdesk.begin_job();
    BEGIN
        EXECUTE 'SELECT ' || v_job.call INTO result USING p_days, NULL::timestamptz;
        has_more := helpdesk.end_job();
        touched := (
            SELECT coalesce(jsonb_object_agg(w.table_name, w.counts), '{}')
            FROM (
                SELECT n.key AS table_name, jsonb_object_agg(r.key, r.value::bigint - b.count) AS counts
                FROM jsonb_each(helpdesk.count_written_rows()) AS n
                CROSS JOIN LATERAL jsonb_each_text(n.value) AS r
                CROSS JOIN LATERAL (SELECT coalesce((v_before -> n.key ->> r.key)::bigint, 0) AS count) AS b
                WHERE r.value::bigint > b.count
                GROUP BY n.key
            ) AS w
        );
        PERFORM helpdesk.refuse('PD064', format('job %s was only tried', p_name));
    EXCEPTION WHEN SQLSTATE 'PD064' THEN
        NULL; -- variables keep what was found, tables what they had
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.try_job IS
'Runs a job of helpdesk.schedule and undoes it: what it would return; whether it would go on with a further batch; of '
'which tables it would have inserted, updated and deleted how many rows, {"helpdesk.ticket": {"updated": 3}}. No run '
'is written down. Sequences go on, and what it touches is locked until the transaction ends. Raises PD001, PD006, and '
'what the job raises.';
GRANT EXECUTE ON FUNCTION helpdesk.try_job TO worker;
