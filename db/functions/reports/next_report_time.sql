CREATE OR REPLACE FUNCTION helpdesk.next_report_time(p_schedule helpdesk.report_schedule, p_after timestamptz)
RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT i.at
    FROM generate_series(0, 62) AS n(days)
    CROSS JOIN LATERAL (SELECT (p_after AT TIME ZONE (p_schedule).time_zone)::date + n.days AS day) AS d
    CROSS JOIN LATERAL (
        SELECT helpdesk.to_instant(d.day + (p_schedule).local_time, (p_schedule).time_zone) AS at
        WHERE CASE (p_schedule).repeats
            WHEN 'weekly' THEN extract(isodow FROM d.day) = (p_schedule).day
            WHEN 'monthly' THEN extract(day FROM d.day) = least(
                (p_schedule).day,
                extract(day FROM date_trunc('month', d.day::timestamp) + interval '1 month' - interval '1 day')
            )
            ELSE true
        END
    ) AS i
    WHERE i.at > p_after
    ORDER BY n.days
    LIMIT 1;
END;

COMMENT ON FUNCTION helpdesk.next_report_time IS 'When a scheduled report is due next after an instant.';
