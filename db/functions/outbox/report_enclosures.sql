-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.report_enclosures(p_report_run_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'report_file_id', f.report_file_id,
                    'filename', concat_ws('_', f.report, f.first_day, f.last_day) || k.ending,
                    'media_type', k.media_type,
                    'size_bytes', f.size_bytes,
                    'is_clean', true
                ) ORDER BY f.format
            ),
            '[]'
        )
        FROM (
            SELECT
                o.report_file_id, o.format, s.report, r.first_day, r.last_day, length(o.content) AS size_bytes,
                sum(length(o.content)) OVER (ORDER BY o.format) AS bytes
            FROM helpdesk.report_file AS o
            JOIN helpdesk.report_run AS r USING (report_run_id)
            JOIN helpdesk.report_schedule AS s USING (report_schedule_id)
            WHERE o.report_run_id = p_report_run_id
        ) AS f
        JOIN (VALUES
            ('table', '.txt', 'text/plain'),
            ('csv', '.csv', 'text/csv'),
            ('json', '.json', 'application/json'),
            ('parquet', '.parquet', 'application/vnd.apache.parquet'),
            ('png', '.png', 'image/png'),
            ('svg', '.svg', 'image/svg+xml')
        ) AS k(format, ending, media_type) USING (format)
        WHERE f.bytes <= helpdesk.setting_int('mail_attachments_kb') * 1024::bigint
    );
END
$$;

COMMENT ON FUNCTION helpdesk.report_enclosures IS
'The files of a run that are sent along, as many as setting mail_attachments_kb has room for: [{report_file_id, '
'filename, media_type, size_bytes, is_clean}].';
