CREATE OR REPLACE FUNCTION helpdesk.report_period(p_period text, p_day date, OUT first_day date, OUT last_day date)
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT (e.ends - p.length)::date, e.ends::date - 1
    FROM (VALUES
        ('yesterday', 'day', interval '1 day'),
        ('last_7_days', 'day', interval '7 days'),
        ('last_week', 'week', interval '7 days'),
        ('last_30_days', 'day', interval '30 days'),
        ('last_month', 'month', interval '1 month'),
        ('last_quarter', 'quarter', interval '3 months'),
        ('last_year', 'year', interval '1 year')
    ) AS p(period, unit, length)
    CROSS JOIN LATERAL (SELECT date_trunc(p.unit, p_day::timestamp) AS ends) AS e
    WHERE p.period = p_period;
END;

COMMENT ON FUNCTION helpdesk.report_period IS
'The days of a period of report_schedule, both included, told on p_day; nulls: of no period.';
