CREATE OR REPLACE FUNCTION helpdesk.read_holiday_event(p_event jsonb)
RETURNS TABLE (line int, day date, name text, is_recurring boolean, problem text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET datestyle = 'ISO, YMD'
AS $$
#variable_conflict use_column
DECLARE
    -- Outlook writes whole days as instants at midnight.
    v_start text := regexp_replace(p_event #>> '{DTSTART,value}', 'T000000$', '');
    v_end text := regexp_replace(p_event #>> '{DTEND,value}', 'T000000$', '');
    v_duration text[] := regexp_match(p_event #>> '{DURATION,value}', '^\+?P(\d{1,3})([DW])$');
    v_rule_text text := p_event #>> '{RRULE,value}';
    v_rule jsonb := helpdesk.read_recurrence(v_rule_text);
    v_more text[] := string_to_array(p_event #>> '{RDATE,value}', ',');
    v_left_out text[] := string_to_array(p_event #>> '{EXDATE,value}', ',');
    v_horizon date := least((helpdesk.clock() + interval '20 years')::date, '2200-12-31');
    v_property text;
    v_wrong text;
    v_first date;
    v_days int;
    v_found date[];
BEGIN
    line := (p_event -> 'line')::int;
    IF v_start IS NULL THEN
        PERFORM helpdesk.refuse('PD203', format('line %s: the event has no DTSTART', line));
    END IF;
    FOREACH v_property IN ARRAY '{DTSTART,DTEND,RDATE,EXDATE}'::text[] LOOP
        SELECT v.value INTO v_wrong
        FROM string_to_table(p_event #>> ARRAY[v_property, 'value'], ',') AS v(value)
        WHERE v.value !~ '^\d{8}(T\d{6}Z?(/.*)?)?$'
            OR NOT helpdesk.is_instant(to_char(left(v.value, 8)::int, 'FM0000"-"00"-"00'))
        LIMIT 1;
        IF FOUND THEN
            PERFORM helpdesk.refuse(
                'PD203', format('line %s: %s is not a day', p_event #> ARRAY[v_property, 'line'], left(v_wrong, 40))
            );
        END IF;
    END LOOP;
    v_first := left(v_start, 8)::date;
    -- DTEND is the day after the last one.
    v_days := CASE
        WHEN v_end IS NOT NULL THEN left(v_end, 8)::date - v_first
        WHEN v_duration IS NOT NULL THEN v_duration[1]::int * CASE v_duration[2] WHEN 'W' THEN 7 ELSE 1 END
        ELSE 1
    END;
    name := coalesce(left(
        replace(
            regexp_replace(
                regexp_replace(replace(p_event #>> '{SUMMARY,value}', '\\', chr(1)), '\\[nN]', ' ', 'g'), '\\(.)', '\1',
                'g'
            ), chr(1), '\'
        ), 200
    ), '');
    day := v_first;
    problem := CASE
        WHEN upper(p_event #>> '{STATUS,value}') = 'CANCELLED' THEN 'cancelled'
        WHEN p_event ? 'RECURRENCE-ID' THEN 'changes one occurrence of another event'
        WHEN v_start LIKE '%T%' OR v_end LIKE '%T%' THEN 'is not a whole day'
        WHEN p_event ? 'DURATION' AND v_duration IS NULL
            THEN format('duration %s is not one of days', left(p_event #>> '{DURATION,value}', 40))
        WHEN v_days NOT BETWEEN 1 AND 366 THEN format('lasts %s days', v_days)
        WHEN v_rule_text IS NOT NULL AND v_rule IS NULL
            THEN format('repetition %s is not understood', left(v_rule_text, 200))
    END;
    IF problem IS NOT NULL THEN
        RETURN NEXT;
        RETURN;
    END IF;

    is_recurring := v_rule IS NOT NULL
        AND v_left_out IS NULL
        AND v_rule ->> 'FREQ' = 'YEARLY'
        AND coalesce((v_rule ->> 'INTERVAL')::int, 1) = 1
        AND NOT v_rule ?| '{COUNT,UNTIL,BYDAY,BYYEARDAY,BYSETPOS}'
        AND coalesce(
            ltrim(v_rule ->> 'BYMONTH', '0'), extract(month FROM v_first)::text
        ) = extract(month FROM v_first)::text
        -- Without a month it is that day of every month.
        AND (
            NOT v_rule ? 'BYMONTHDAY'
            OR v_rule ? 'BYMONTH' AND ltrim(v_rule ->> 'BYMONTHDAY', '+0') = extract(day FROM v_first)::text
        );
    IF v_rule IS NULL OR is_recurring THEN
        v_found := ARRAY[v_first];
    ELSE
        v_found := ARRAY(SELECT d.d FROM helpdesk.list_recurrence_days(v_first, v_rule, v_horizon) AS d(d) LIMIT 1001);
        problem := CASE
            WHEN cardinality(v_found) > 1000 THEN 'repeats more than 1000 times'
            WHEN cardinality(v_found) = 0 THEN 'never happens by its repetition'
        END;
        IF problem IS NOT NULL THEN
            RETURN NEXT;
            RETURN;
        END IF;
        IF cardinality(v_found) < (v_rule ->> 'COUNT')::int AND NOT v_rule ? 'UNTIL'
            OR left(v_rule ->> 'UNTIL', 8)::date > v_horizon
            OR NOT v_rule ?| '{COUNT,UNTIL}' THEN
            RETURN QUERY SELECT line, v_horizon + 1, name, false, 'goes on; import the file again before this day';
        END IF;
    END IF;
    RETURN QUERY
    SELECT
        line,
        o.first + n.n,
        name,
        is_recurring AND NOT o.is_more,
        CASE
            WHEN o.is_time THEN 'is not a whole day'
            WHEN to_char(o.first, 'YYYYMMDD') = ANY (ARRAY(SELECT left(x.x, 8) FROM unnest(v_left_out) AS x(x)))
                THEN 'left out by EXDATE'
            WHEN o.first + n.n NOT BETWEEN '1970-01-01' AND '2200-12-31' THEN 'is not between 1970 and 2200'
        END
    FROM (
        SELECT f.f AS first, false AS is_more, false AS is_time FROM unnest(v_found) AS f(f)
        UNION ALL
        SELECT left(m.m, 8)::date, true, m.m ~ 'T(?!000000$)'
        FROM unnest(v_more) AS m(m)
        WHERE left(m.m, 8)::date <> ALL (v_found)
    ) AS o
    CROSS JOIN generate_series(0, v_days - 1) AS n(n);
END
$$;

COMMENT ON FUNCTION helpdesk.read_holiday_event IS
'Days of one VEVENT: DTSTART up to the day before DTEND, or for DURATION, again by RRULE (see read_recurrence) and '
'RDATE, without EXDATE. The same day each year for ever is a recurring day; what else goes on for ever is written out '
'for 20 years. problem says why a day is no holiday. Raises PD203 with the line.';
