CREATE OR REPLACE FUNCTION helpdesk.cron_field(p_field text, p_low int, p_high int) RETURNS int[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    v_part text;
    v_found text[];
    v_low int;
    v_high int;
    v_step int;
    v_values int[] := '{}';
BEGIN
    FOREACH v_part IN ARRAY string_to_array(p_field, ',') LOOP
        v_found := regexp_match(v_part, '^(?:([0-9]{1,2})|(?:\*|([0-9]{1,2})-([0-9]{1,2}))(?:/([0-9]{1,2}))?)$');
        v_low := coalesce(v_found[1], v_found[2], p_low::text)::int;
        v_high := coalesce(v_found[1], v_found[3], p_high::text)::int;
        v_step := coalesce(v_found[4], '1')::int;
        IF v_found IS NULL OR v_low < p_low OR v_high > p_high OR v_low > v_high
            OR v_step NOT BETWEEN 1 AND greatest(p_high, 1)
        THEN
            RETURN NULL;
        END IF;
        v_values := v_values || ARRAY(SELECT generate_series(v_low, v_high, v_step));
    END LOOP;
    RETURN nullif(v_values, '{}');
END
$$;

COMMENT ON FUNCTION helpdesk.cron_field IS
'The numbers that a field of a cron expression names, of p_low to p_high: numbers, ranges, * and steps of both, '
'separated by commas. Null: it is none.';
GRANT EXECUTE ON FUNCTION helpdesk.cron_field TO admin;
