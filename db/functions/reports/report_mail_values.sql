-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.report_mail_values(p_report_run_id bigint, p_base_url text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'title', o.title,
            'description', o.description,
            'period', coalesce(r.first_day || ' – ' || nullif(r.last_day, r.first_day), r.first_day::text, ''),
            'url', format('%s/%s/admin/reports/%s', p_base_url, helpdesk.route_prefix(), o.report)
                || coalesce(format('?from=%s&to=%s', r.first_day, r.last_day), '')
        )
        FROM helpdesk.report_run AS r
        JOIN helpdesk.report_schedule AS s USING (report_schedule_id)
        JOIN helpdesk.report AS o USING (report)
        WHERE r.report_run_id = p_report_run_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.report_mail_values IS
'What a mail says of a report that it encloses: {title, description, period, url}; null: the run is gone.';
