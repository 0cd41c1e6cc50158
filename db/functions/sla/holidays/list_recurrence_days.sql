CREATE OR REPLACE FUNCTION helpdesk.list_recurrence_days(p_first date, p_rule jsonb, p_last date) RETURNS SETOF date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET datestyle = 'ISO, YMD' SET jit = off
AS $$
DECLARE
    v_freq text := p_rule ->> 'FREQ';
    v_interval int := coalesce((p_rule ->> 'INTERVAL')::int, 1);
    v_months int[] := string_to_array(p_rule ->> 'BYMONTH', ',')::int[];
    v_month_days int[] := string_to_array(p_rule ->> 'BYMONTHDAY', ',')::int[];
    v_year_days int[] := string_to_array(p_rule ->> 'BYYEARDAY', ',')::int[];
    v_positions int[] := string_to_array(p_rule ->> 'BYSETPOS', ',')::int[];
    v_weekdays text[] := string_to_array(replace(p_rule ->> 'BYDAY', '+', ''), ',');
    v_names text[] := '{MO,TU,WE,TH,FR,SA,SU}';
    v_week_start int := coalesce(array_position(v_names, p_rule ->> 'WKST'), 1);
    -- The rule sees whole periods, so it begins where the period of the first day begins.
    v_from date := CASE v_freq
        WHEN 'DAILY' THEN p_first
        WHEN 'WEEKLY' THEN p_first - (extract(isodow FROM p_first)::int - v_week_start + 7) % 7
        WHEN 'MONTHLY' THEN date_trunc('month', p_first::timestamp)::date
        ELSE date_trunc('year', p_first::timestamp)::date
    END;
BEGIN
    -- The first day says what the rule leaves open.
    IF v_freq = 'YEARLY' AND num_nonnulls(v_weekdays, v_month_days, v_year_days) = 0 THEN
        v_month_days := ARRAY[extract(day FROM p_first)];
        v_months := coalesce(v_months, ARRAY[extract(month FROM p_first)::int]);
    ELSIF v_freq = 'MONTHLY' AND num_nonnulls(v_weekdays, v_month_days) = 0 THEN
        v_month_days := ARRAY[extract(day FROM p_first)];
    ELSIF v_freq = 'WEEKLY' AND v_weekdays IS NULL THEN
        v_weekdays := ARRAY[v_names[extract(isodow FROM p_first)::int]];
    END IF;
    RETURN QUERY
    SELECT f.day
    FROM (
        SELECT
            d.day,
            row_number() OVER (PARTITION BY d.period ORDER BY d.day) AS position,
            row_number() OVER (PARTITION BY d.period ORDER BY d.day DESC) AS position_from_end
        FROM (
            SELECT
                n.day,
                CASE v_freq
                    WHEN 'DAILY' THEN n.day - v_from
                    WHEN 'WEEKLY' THEN (n.day - v_from) / 7
                    WHEN 'MONTHLY'
                        THEN (n.year - extract(year FROM v_from)::int) * 12 + n.month - extract(month FROM v_from)::int
                    ELSE n.year - extract(year FROM v_from)::int
                END AS period,
                n.month,
                n.month_day,
                (n.day - n.month_day + 1 + interval '1 month')::date - n.day AS month_day_from_end,
                n.year_day,
                make_date(n.year + 1, 1, 1) - n.day AS year_day_from_end,
                v_names[n.weekday] AS weekday
            FROM (
                SELECT
                    v_from + g.n AS day,
                    extract(year FROM v_from + g.n)::int AS year,
                    extract(month FROM v_from + g.n)::int AS month,
                    extract(day FROM v_from + g.n)::int AS month_day,
                    extract(doy FROM v_from + g.n)::int AS year_day,
                    extract(isodow FROM v_from + g.n)::int AS weekday
                FROM generate_series(0, (
                    CASE v_freq
                        WHEN 'YEARLY' THEN make_date(extract(year FROM p_last)::int, 12, 31)
                        ELSE p_last + 31
                    END
                ) - v_from) AS g(n)
            ) AS n
        ) AS d
        WHERE d.period % v_interval = 0
            AND (v_months IS NULL OR d.month = ANY (v_months))
            AND (v_month_days IS NULL OR d.month_day = ANY (v_month_days) OR -d.month_day_from_end = ANY (v_month_days))
            AND (v_year_days IS NULL OR d.year_day = ANY (v_year_days) OR -d.year_day_from_end = ANY (v_year_days))
            AND (v_weekdays IS NULL OR d.weekday = ANY (v_weekdays) OR EXISTS (
                SELECT 1
                FROM unnest(v_weekdays) AS w(text)
                WHERE right(w.text, 2) = d.weekday AND left(w.text, -2) <> '' AND left(w.text, -2)::int IN (
                    -- Ordinals count within the month where there is one, else within the year.
                    CASE
                        WHEN v_freq = 'MONTHLY' OR v_months IS NOT NULL THEN (d.month_day + 6) / 7
                        ELSE (d.year_day + 6) / 7
                    END,
                    -CASE
                        WHEN v_freq = 'MONTHLY' OR v_months IS NOT NULL THEN (d.month_day_from_end + 6) / 7
                        ELSE (d.year_day_from_end + 6) / 7
                    END
                )
            ))
    ) AS f
    WHERE f.day >= p_first
        AND f.day <= p_last
        AND (v_positions IS NULL OR f.position = ANY (v_positions) OR -f.position_from_end = ANY (v_positions))
        AND (NOT p_rule ? 'UNTIL' OR f.day <= left(p_rule ->> 'UNTIL', 8)::date)
    ORDER BY f.day
    LIMIT (p_rule ->> 'COUNT')::int;
END
$$;

COMMENT ON FUNCTION helpdesk.list_recurrence_days IS
'Days of a recurrence (see read_recurrence) that begins on p_first, up to p_last: of all days those that the rule lets '
'through. RFC 5545 leaves open what a first day means that its own rule does not name; here it does not count.';
