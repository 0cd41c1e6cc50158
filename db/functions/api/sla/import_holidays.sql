CREATE FUNCTION api.import_holidays(calendar_id bigint, format text, content text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result jsonb;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    PERFORM 1 FROM helpdesk.calendar AS c WHERE c.calendar_id = import_holidays.calendar_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', pg_catalog.format('calendar %s not found', coalesce(import_holidays.calendar_id::text, 'null')),
            NULL, 'See /rest/calendars.'
        );
    END IF;
    IF import_holidays.format IS NULL OR import_holidays.format NOT IN ('csv', 'ics') THEN
        PERFORM helpdesk.refuse(
            'PD006', pg_catalog.format('format %s is unknown', coalesce(left(import_holidays.format, 40), 'null')),
            NULL, 'Give csv or ics.'
        );
    END IF;
    IF octet_length(coalesce(import_holidays.content, '')) NOT BETWEEN 1 AND 1000000 THEN
        PERFORM helpdesk.refuse('PD203', 'content is empty or longer than 1000000 bytes');
    END IF;

    WITH read AS (
        SELECT r.* FROM helpdesk.parse_holidays_csv(import_holidays.content) AS r WHERE import_holidays.format = 'csv'
        UNION ALL
        SELECT r.* FROM helpdesk.parse_holidays_ics(import_holidays.content) AS r WHERE import_holidays.format = 'ics'
    ),
    judged AS (
        SELECT
            r.line,
            r.day,
            r.name,
            r.is_recurring,
            CASE
                WHEN r.problem IS NOT NULL THEN r.problem
                WHEN r.day NOT BETWEEN '1970-01-01' AND '2200-12-31' THEN 'is not between 1970 and 2200'
                WHEN h.day IS NOT NULL THEN 'is a holiday already'
                WHEN row_number() OVER (PARTITION BY r.day, r.problem IS NULL ORDER BY r.line) > 1
                    THEN 'stands in the file twice'
            END AS problem
        FROM read AS r
        LEFT JOIN helpdesk.holiday AS h ON h.calendar_id = import_holidays.calendar_id AND h.day = r.day
    ),
    added AS (
        INSERT INTO helpdesk.holiday (calendar_id, day, name, is_recurring)
        SELECT import_holidays.calendar_id, j.day, j.name, j.is_recurring
        FROM judged AS j
        WHERE j.problem IS NULL
        RETURNING day, name, is_recurring
    )
    SELECT jsonb_build_object(
        'added', (
            SELECT coalesce(
                jsonb_agg(
                    jsonb_build_object('day', a.day, 'name', a.name, 'is_recurring', a.is_recurring) ORDER BY a.day
                ),
                '[]'
            )
            FROM added AS a
        ),
        'skipped', (
            SELECT coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'line', j.line, 'day', j.day, 'name', j.name,
                        'reason', helpdesk.refusal(
                            CASE j.problem WHEN 'is a holiday already' THEN 'PD022' ELSE 'PD203' END, j.problem
                        )
                    ) ORDER BY j.line,
                    j.day
                ),
                '[]'
            )
            FROM judged AS j
            WHERE j.problem IS NOT NULL
        )
    ) INTO v_result;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.import_holidays IS
$$Add holidays from a file to a calendar

format csv: lines of day (2026-12-25), name, recurring (true or false), separated by commas or semicolons, with or
without a header line. format ics: iCalendar; whole-day events become holidays, those of several days each of their
days. The same day each year recurs; other repetitions (RRULE such as the fourth Thursday of November, RDATE, without
EXDATE) become single days, 20 years ahead where they do not end. Returns {"added": [{"day", "name", "is_recurring"}],
"skipped": [{"line", "day", "name", "reason": {"code", "message", "details", "hint"}}]}; what is a holiday already is
skipped, so a file can be imported twice. All or nothing; open clocks are recomputed once. Raises PD001 (calendar),
PD002 (permission), PD006 (format), PD203 (content that cannot be read, with its line).$$;
GRANT EXECUTE ON FUNCTION api.import_holidays TO admin;
