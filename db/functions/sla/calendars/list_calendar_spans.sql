CREATE OR REPLACE FUNCTION helpdesk.list_calendar_spans(p_calendar_version_id bigint, p_first_day date, p_last_day date)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH span AS (
        SELECT
            d.day,
            helpdesk.to_instant(d.day + (h.span ->> 0)::time, v.time_zone) AS starts_at,
            helpdesk.to_instant(
                CASE h.span ->> 1 WHEN '24:00:00' THEN (d.day + 1)::timestamp ELSE d.day + (h.span ->> 1)::time END,
                v.time_zone
            ) AS ends_at
        FROM helpdesk.calendar_version AS v
        -- One day more in front: an hour skipped at midnight can push a span's end into the next day.
        CROSS JOIN LATERAL (
            SELECT p_first_day - 1 + n.n AS day FROM generate_series(0, p_last_day - p_first_day + 1) AS n(n)
        ) AS d
        CROSS JOIN LATERAL jsonb_array_elements(v.hours -> extract(isodow FROM d.day)::text) AS h(span)
        WHERE v.calendar_version_id = p_calendar_version_id
            AND NOT EXISTS (
                SELECT 1
                FROM jsonb_array_elements(v.holidays) AS o(holiday)
                WHERE (o.holiday ->> 0)::date = d.day
                    OR (o.holiday ->> 1)::boolean
                        AND to_char((o.holiday ->> 0)::date, 'MM-DD') = to_char(d.day, 'MM-DD')
            )
    ),
    clipped AS (
        SELECT
            s.day,
            greatest(
                s.starts_at,
                max(s.ends_at) OVER (ORDER BY s.starts_at, s.ends_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
            ) AS starts_at,
            s.ends_at
        FROM span AS s
    )
    SELECT c.starts_at, c.ends_at
    FROM clipped AS c
    WHERE c.day >= p_first_day AND c.starts_at < c.ends_at
    ORDER BY c.starts_at;
END;

COMMENT ON FUNCTION helpdesk.list_calendar_spans IS
'Opening times of the days, in UTC and in order, without overlap; a span belongs to the local day on which it opens.';
