CREATE OR REPLACE FUNCTION helpdesk.read_recurrence(p_rule text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_rule jsonb := '{}';
    v_part text;
    v_key text;
    v_value text;
BEGIN
    FOR v_part IN SELECT p.part FROM string_to_table(rtrim(upper(p_rule), ';'), ';') AS p(part) LOOP
        v_key := split_part(v_part, '=', 1);
        v_value := substr(v_part, length(v_key) + 2);
        IF v_rule ? v_key OR v_value !~ (CASE v_key
            WHEN 'FREQ' THEN '^(DAILY|WEEKLY|MONTHLY|YEARLY)$'
            WHEN 'INTERVAL' THEN '^0*[1-9]\d{0,3}$'
            WHEN 'COUNT' THEN '^0*[1-9]\d{0,3}$'
            WHEN 'UNTIL' THEN '^\d{8}(T\d{6}Z?)?$'
            WHEN 'WKST' THEN '^(MO|TU|WE|TH|FR|SA|SU)$'
            WHEN 'BYMONTH' THEN '^(0?[1-9]|1[012])(,(0?[1-9]|1[012]))*$'
            WHEN 'BYMONTHDAY' THEN '^[+-]?(0?[1-9]|[12]\d|3[01])(,[+-]?(0?[1-9]|[12]\d|3[01]))*$'
            WHEN 'BYYEARDAY' THEN '^[+-]?0{0,2}[1-9]\d{0,2}(,[+-]?0{0,2}[1-9]\d{0,2})*$'
            WHEN 'BYSETPOS' THEN '^[+-]?0{0,2}[1-9]\d{0,2}(,[+-]?0{0,2}[1-9]\d{0,2})*$'
            WHEN 'BYDAY' THEN '^([+-]?0?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?0?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU))*$'
            ELSE '^$^' -- nothing
        END) THEN
            RETURN NULL;
        END IF;
        v_rule := v_rule || jsonb_build_object(v_key, v_value);
    END LOOP;
    IF NOT v_rule ? 'FREQ'
        OR v_rule ? 'UNTIL' AND NOT helpdesk.is_instant(to_char(left(v_rule ->> 'UNTIL', 8)::int, 'FM0000"-"00"-"00'))
        OR v_rule ? 'BYMONTHDAY' AND v_rule ->> 'FREQ' = 'WEEKLY'
        OR v_rule ? 'BYYEARDAY' AND v_rule ->> 'FREQ' <> 'YEARLY'
        OR v_rule ->> 'BYDAY' ~ '\d' AND v_rule ->> 'FREQ' NOT IN ('MONTHLY', 'YEARLY') THEN
        RETURN NULL;
    END IF;
    RETURN v_rule;
END
$$;

COMMENT ON FUNCTION helpdesk.read_recurrence IS
'Parts of an RRULE (RFC 5545, 3.3.10) of whole days: FREQ from DAILY to YEARLY, INTERVAL, COUNT, UNTIL, WKST, BYMONTH, '
'BYMONTHDAY, BYYEARDAY, BYDAY, BYSETPOS; NULL where there is anything else in it.';
