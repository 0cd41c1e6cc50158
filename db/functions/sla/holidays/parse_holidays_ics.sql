CREATE OR REPLACE FUNCTION helpdesk.parse_holidays_ics(p_content text)
RETURNS TABLE (line int, day date, name text, is_recurring boolean, problem text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET datestyle = 'ISO, YMD'
AS $$
#variable_conflict use_column
DECLARE
    v_line record;
    v_parts text[];
    v_open text[] := '{}';
    v_event jsonb;
    v_last int := 0;
BEGIN
    -- RFC 5545, 3.1: a line that begins with a blank goes on with the one before.
    FOR v_line IN
        SELECT
            min(u.number)::int AS number,
            string_agg(CASE WHEN u.is_folded THEN substr(u.text, 2) ELSE u.text END, '' ORDER BY u.number) AS text
        FROM (
            SELECT
                l.*, l.text ~ '^[ \t]' AS is_folded,
                count(*) FILTER (WHERE l.text !~ '^[ \t]') OVER (ORDER BY l.number) AS unfolded
            FROM regexp_split_to_table(ltrim(p_content, chr(65279)), '\r\n|\r|\n') WITH ORDINALITY AS l(text, number)
        ) AS u
        GROUP BY u.unfolded
        HAVING string_agg(u.text, '') ~ '\S'
        ORDER BY 1
    LOOP
        v_last := v_line.number;
        v_parts := regexp_match(
            v_line.text, '^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$'
        );
        IF v_parts IS NULL THEN
            PERFORM helpdesk.refuse(
                'PD203', format('line %s: %s is not a property', v_line.number, left(v_line.text, 40))
            );
        END IF;
        v_parts[1] := upper(v_parts[1]);
        IF v_open = '{}' AND (v_parts[1], upper(v_parts[3])) <> ('BEGIN', 'VCALENDAR') THEN
            PERFORM helpdesk.refuse('PD203', format('line %s: BEGIN:VCALENDAR is missing', v_line.number));
        END IF;
        IF v_parts[1] = 'BEGIN' THEN
            v_open := v_open || upper(v_parts[3]);
            IF v_open = '{VCALENDAR,VEVENT}' THEN
                v_event := jsonb_build_object('line', v_line.number);
            END IF;
        ELSIF v_parts[1] = 'END' THEN
            IF v_open[cardinality(v_open)] <> upper(v_parts[3]) THEN
                PERFORM helpdesk.refuse(
                    'PD203',
                    format(
                        'line %s: END:%s closes %s', v_line.number, left(v_parts[3], 40), v_open[cardinality(v_open)]
                    )
                );
            END IF;
            IF v_open = '{VCALENDAR,VEVENT}' THEN
                RETURN QUERY SELECT e.* FROM helpdesk.read_holiday_event(v_event) AS e;
            END IF;
            v_open := trim_array(v_open, 1);
        ELSIF v_open = '{VCALENDAR,VEVENT}'
            AND v_parts[1] IN (
                'DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'EXDATE', 'SUMMARY', 'STATUS', 'RECURRENCE-ID'
            ) THEN
            -- Lists of days may stand several times.
            v_event := v_event || jsonb_build_object(v_parts[1], jsonb_build_object(
                'line', v_line.number,
                'value',
                concat_ws(
                    ',', CASE WHEN v_parts[1] IN ('RDATE', 'EXDATE') THEN v_event #>> ARRAY[v_parts[1], 'value'] END,
                    v_parts[3]
                )
            ));
        END IF;
    END LOOP;
    IF v_last = 0 OR v_open <> '{}' THEN
        PERFORM helpdesk.refuse(
            'PD203', format('line %s: %s does not end', v_last, coalesce(v_open[cardinality(v_open)], 'VCALENDAR'))
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.parse_holidays_ics IS
'Days off in an iCalendar file (RFC 5545): the whole-day events of its VCALENDARs, see read_holiday_event. Raises '
'PD203 with the line.';
