-- With the rights of the caller: login reporter's, or, in api.report, the owner's, after tg_report__check has seen
-- that it reads no more than reporter may.
CREATE OR REPLACE FUNCTION reports.run(
    p_report text,
    p_given jsonb DEFAULT '{}',
    p_compare boolean DEFAULT false
) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_values jsonb := reports.check_parameters(p_report, coalesce(p_given, '{}'));
    v_from date := (v_values ->> 'from')::date;
    v_days int := (v_values ->> 'to')::date - v_from + 1;
    v_report record;
    v_rows jsonb;
    v_before jsonb;
BEGIN
    SELECT * INTO v_report FROM reports.catalogue() AS c WHERE c.report = p_report;
    v_rows := reports.fetch(v_report.statement, v_report.columns, v_values);
    IF p_compare AND v_days IS NOT NULL THEN
        v_before := v_values || jsonb_build_object('from', v_from - v_days, 'to', v_from - 1);
        v_before := reports.fetch(v_report.statement, v_report.columns, v_before);
        SELECT a.rows, a.before INTO v_rows, v_before FROM reports.align(v_report.columns, v_rows, v_before) AS a;
    END IF;
    RETURN jsonb_build_object(
        'report', v_report.report,
        'title', v_report.title,
        'description', v_report.description,
        'values', v_values,
        'chart', v_report.chart,
        'columns', v_report.columns,
        'drills', v_report.drills,
        'rows', v_rows,
        'before', v_before
    );
END
$$;

COMMENT ON FUNCTION reports.run IS
'A report with parameters {"from", "to", "days", …}: {"report", "title", "description", "values": of all parameters, '
'"chart", "columns": [{"name", "type"}], "drills": as of helpdesk.report, "rows": lists, at most 10,000, '
'"before": for each row that of the period of '
'the same length before, or null; null unless compared}. A group that only the period before had is a row, too: its '
'texts, and null for each number. Raises PD001, PD180.';
GRANT EXECUTE ON FUNCTION reports.run TO reporter;
