CREATE OR REPLACE FUNCTION helpdesk.end_report_run(
    p_report_run_id bigint,
    p_attempt int,
    p_formats text[],
    p_contents bytea[],
    p_error text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_run helpdesk.report_run;
BEGIN
    SELECT * INTO v_run
    FROM helpdesk.report_run AS r
    WHERE r.report_run_id = p_report_run_id AND r.state = 'drawing' AND r.attempts = p_attempt
    FOR UPDATE;
    IF v_run.report_run_id IS NULL THEN
        RETURN NULL;
    END IF;
    IF p_error IS NULL THEN
        INSERT INTO helpdesk.report_file (report_run_id, format, content)
        SELECT v_run.report_run_id, f.format, f.content
        FROM unnest(p_formats, p_contents) AS f(format, content);
        SELECT count(q.outgoing_mail_id) INTO v_run.mails
        FROM helpdesk.report_recipient AS o
        CROSS JOIN LATERAL helpdesk.queue_mail(
            'report', o.person_id, p_data => jsonb_build_object('report_run_id', v_run.report_run_id)
        ) AS q(outgoing_mail_id)
        WHERE o.report_schedule_id = v_run.report_schedule_id AND helpdesk.person_may(o.person_id, 'reports.read');
    END IF;
    UPDATE helpdesk.report_run AS r
    SET state = s.state,
        mails = v_run.mails,
        error = left(p_error, 2000),
        ended_at = CASE WHEN s.state <> 'queued' THEN helpdesk.clock() END,
        -- 1, 4, 16 minutes, an hour.
        next_at = helpdesk.clock() + interval '1 minute' * 4 ^ (p_attempt - 1)
    FROM (
        SELECT CASE WHEN p_error IS NULL THEN 'mailed' WHEN p_attempt >= 5 THEN 'failed' ELSE 'queued' END AS state
    ) AS s
    WHERE r.report_run_id = v_run.report_run_id
    RETURNING r.state INTO v_run.state;
    RETURN v_run.state;
END
$$;

COMMENT ON FUNCTION helpdesk.end_report_run IS
'Keeps the files of a run, the n-th content in the n-th format, and writes its mails in this transaction; with p_error '
'it is tried again after 1, 4, 16 and 64 minutes, then fails. Returns the state; null: it was no more the caller''s.';
GRANT EXECUTE ON FUNCTION helpdesk.end_report_run TO worker;
