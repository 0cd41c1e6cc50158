CREATE OR REPLACE FUNCTION helpdesk.read_holiday_event(p_event jsonb)
RETURNS TABLE (line int, day date, name text, is_recurring boolean, problem text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET datestyle = 'ISO, YMD'
AS $$
#variable_conflict use_column
DECLARE
    v_line int := (p_event -> 'line')::int;
    v_start text := p_event #>> '{DTSTART,value}';
    v_end text := p_event #>> '{DTEND,value}';
    v_duration text[] := regexp_match(p_event #>> '{DURATION,value}', '^\+?P(\d{1,3})([DW])$');
    v_name text := p_event #>> '{SUMMARY,value}';
    v_rule text := upper(p_event #>> '{RRULE,value}');
    v_count int := substring(v_rule FROM 'COUNT=(\d{1,4})(?:;|$)')::int;
    v_until text := substring(v_rule FROM 'UNTIL=(\d{8})');
    v_left_out text[] := string_to_array(p_event #>> '{EXDATE,value}', ',');
    v_first date;
    v_days int;
    v_problem text;
BEGIN
    IF v_start IS NULL THEN
        PERFORM helpdesk.refuse('PD203', format('line %s: the event has no DTSTART', v_line));
    END IF;
    IF v_start !~ '^\d{8}(T\d{6}Z?)?$' OR NOT helpdesk.is_instant(to_char(left(v_start, 8)::int, 'FM0000"-"00"-"00')) THEN
        PERFORM helpdesk.refuse('PD203', format('line %s: %s is not a day', p_event #> '{DTSTART,line}', left(v_start, 40)));
    END IF;
    v_first := left(v_start, 8)::date;
    IF v_end IS NOT NULL AND (
        v_end !~ '^\d{8}(T\d{6}Z?)?$' OR NOT helpdesk.is_instant(to_char(left(v_end, 8)::int, 'FM0000"-"00"-"00'))
    ) THEN
        PERFORM helpdesk.refuse('PD203', format('line %s: %s is not a day', p_event #> '{DTEND,line}', left(v_end, 40)));
    END IF;
    -- DTEND is the day after the last one.
    v_days := CASE
        WHEN v_end IS NOT NULL THEN left(v_end, 8)::date - v_first
        WHEN v_duration IS NOT NULL THEN v_duration[1]::int * CASE v_duration[2] WHEN 'W' THEN 7 ELSE 1 END
        ELSE 1
    END;
    v_name := coalesce(left(
        replace(regexp_replace(regexp_replace(replace(v_name, '\\', chr(1)), '\\[nN]', ' ', 'g'), '\\(.)', '\1', 'g'), chr(1), '\'), 200
    ), '');
    v_problem := CASE
        WHEN upper(p_event #>> '{STATUS,value}') = 'CANCELLED' THEN 'cancelled'
        WHEN p_event ? 'RECURRENCE-ID' THEN 'changes one occurrence of another event'
        WHEN v_start LIKE '%T%' OR v_end LIKE '%T%' THEN 'is not a whole day'
        WHEN p_event ? 'DURATION' AND v_duration IS NULL THEN format('duration %s is not one of days', p_event #>> '{DURATION,value}')
        WHEN v_days NOT BETWEEN 1 AND 366 THEN format('lasts %s days', v_days)
        WHEN p_event ? 'RDATE' THEN 'RDATE is not understood'
        WHEN v_rule IS NOT NULL AND (
            v_rule !~ '^(FREQ=YEARLY|INTERVAL=1|WKST=\w\w|BYMONTH=\d{1,2}|BYMONTHDAY=\d{1,2}|COUNT=\d{1,4}|UNTIL=\d{8}(T\d{6}Z?)?)(;(FREQ=YEARLY|INTERVAL=1|WKST=\w\w|BYMONTH=\d{1,2}|BYMONTHDAY=\d{1,2}|COUNT=\d{1,4}|UNTIL=\d{8}(T\d{6}Z?)?))*;?$'
            OR v_rule !~ 'FREQ=YEARLY'
            OR substring(v_rule FROM 'BYMONTH=(\d+)')::int <> extract(month FROM v_first)
            OR substring(v_rule FROM 'BYMONTHDAY=(\d+)')::int <> extract(day FROM v_first)
        ) THEN format('repetition %s is not understood', v_rule)
    END;
    line := v_line;
    name := v_name;
    is_recurring := v_rule IS NOT NULL AND v_count IS NULL AND v_until IS NULL;
    IF v_problem IS NOT NULL THEN
        day := v_first;
        problem := v_problem;
        RETURN NEXT;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT
        v_line,
        o.first + n.n,
        v_name,
        is_recurring,
        CASE
            WHEN to_char(o.first, 'YYYYMMDD') = ANY (v_left_out) THEN 'left out by EXDATE'
            WHEN o.first + n.n NOT BETWEEN '1970-01-01' AND '2200-12-31' THEN 'is not between 1970 and 2200'
        END
    FROM (
        SELECT (v_first + make_interval(years => y.y))::date AS first, row_number() OVER (ORDER BY y.y) AS number
        FROM generate_series(0, CASE WHEN coalesce(v_count::text, v_until) IS NULL THEN 0 ELSE 2200 - extract(year FROM v_first)::int END) AS y(y)
        -- Of 29 February there is none in other years.
        WHERE extract(day FROM (v_first + make_interval(years => y.y))) = extract(day FROM v_first)
    ) AS o
    CROSS JOIN generate_series(0, v_days - 1) AS n(n)
    WHERE coalesce(o.number <= v_count, true) AND coalesce(o.first <= v_until::date, true);
    IF is_recurring THEN
        RETURN QUERY
        SELECT v_line, left(x.x, 8)::date, v_name, true, 'EXDATE cannot be kept: the holiday recurs each year'
        FROM unnest(v_left_out) AS x(x)
        WHERE x.x ~ '^\d{8}' AND helpdesk.is_instant(to_char(left(x.x, 8)::int, 'FM0000"-"00"-"00')) AND left(x.x, 8)::date <> v_first;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.read_holiday_event(jsonb) IS
'Days of one VEVENT: DTSTART (a date) up to the day before DTEND, or for DURATION; RRULE FREQ=YEARLY recurs, with COUNT or UNTIL it becomes single days. problem says why a day is no holiday: not a whole day, cancelled, another repetition, EXDATE. Raises PD203 with the line.';
