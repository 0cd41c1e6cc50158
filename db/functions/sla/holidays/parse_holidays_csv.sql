CREATE OR REPLACE FUNCTION helpdesk.parse_holidays_csv(p_content text)
RETURNS TABLE (line int, day date, name text, is_recurring boolean, problem text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET datestyle = 'ISO, YMD'
AS $$
#variable_conflict use_column
DECLARE
    v_lines text[] := string_to_array(
        replace(replace(ltrim(p_content, chr(65279)), E'\r\n', E'\n'), E'\r', E'\n'), E'\n'
    );
    v_mark text := CASE WHEN p_content ~ '^[^,\n]*;' THEN ';' ELSE ',' END;
    v_field text := replace('("([^"]|"")*"|[^"@]*)', '@', v_mark);
    v_columns text[] := '{day,name,recurring}';
    v_row jsonb;
    v_fields text[];
BEGIN
    FOR i IN 1 .. cardinality(v_lines) LOOP
        CONTINUE WHEN btrim(v_lines[i]) = '';
        IF v_lines[i] !~ format('^%1$s(%2$s%1$s)*$', v_field, v_mark) THEN
            PERFORM helpdesk.refuse(
                'PD203', format('line %s: a quotation mark is not closed or stands inside a field', i)
            );
        END IF;
        v_fields := ARRAY(
            SELECT btrim(
                CASE
                    WHEN m.found[1] LIKE '"%' THEN replace(substr(m.found[1], 2, length(m.found[1]) - 2), '""', '"')
                    ELSE m.found[1]
                END
            )
            FROM regexp_matches(
                v_mark || v_lines[i], format('%s("(?:[^"]|"")*"|[^"%s]*)', v_mark, v_mark), 'g'
            ) AS m(found)
        );
        IF lower(v_fields[1]) IN ('day', 'date', 'name', 'recurring', 'is_recurring') THEN
            v_columns := ARRAY(
                SELECT CASE f.name WHEN 'date' THEN 'day' WHEN 'is_recurring' THEN 'recurring' ELSE f.name END
                FROM unnest(v_fields) WITH ORDINALITY AS g(field, number)
                CROSS JOIN LATERAL (SELECT lower(g.field) AS name) AS f
                ORDER BY g.number
            );
            IF NOT 'day' = ANY (v_columns) THEN
                PERFORM helpdesk.refuse('PD203', format('line %s: there is no column day', i));
            END IF;
            CONTINUE;
        END IF;
        SELECT coalesce(jsonb_object_agg(c.name, c.value), '{}') INTO v_row
        FROM unnest(v_columns, v_fields) AS c(name, value)
        WHERE c.name IS NOT NULL AND c.value <> '';
        IF coalesce(v_row ->> 'day', '') !~ '^\d{4}-\d\d-\d\d$' OR NOT helpdesk.is_instant(v_row ->> 'day') THEN
            PERFORM helpdesk.refuse(
                'PD203', format('line %s: %s is not a day', i, coalesce(left(v_row ->> 'day', 40), 'nothing')), NULL,
                'Write days as 2026-12-25.'
            );
        END IF;
        IF lower(coalesce(v_row ->> 'recurring', 'no')) NOT IN ('true', 'false', 'yes', 'no', '1', '0') THEN
            PERFORM helpdesk.refuse(
                'PD203', format('line %s: %s is neither true nor false', i, left(v_row ->> 'recurring', 40))
            );
        END IF;
        line := i;
        day := (v_row ->> 'day')::date;
        name := coalesce(left(v_row ->> 'name', 200), '');
        is_recurring := lower(coalesce(v_row ->> 'recurring', 'no')) IN ('true', 'yes', '1');
        RETURN NEXT;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.parse_holidays_csv IS
'Days off in comma- or semicolon-separated lines: day (2026-12-25), name, recurring (true or false), or in the order '
'of a header line that names them; quoted as in RFC 4180, without line breaks in fields. Raises PD203 with the line.';
