CREATE OR REPLACE FUNCTION helpdesk.next_cron_time(p_cron text, p_after timestamptz) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    v_field text[] := string_to_array(p_cron, ' ');
    v_minutes int[] := helpdesk.cron_field(v_field[1], 0, 59);
    v_hours int[] := helpdesk.cron_field(v_field[2], 0, 23);
    v_days int[] := helpdesk.cron_field(v_field[3], 1, 31);
    v_months int[] := helpdesk.cron_field(v_field[4], 1, 12);
    v_weekdays int[] := ARRAY(SELECT w.day % 7 FROM unnest(helpdesk.cron_field(v_field[5], 0, 7)) AS w(day));
    v_needs_both boolean := v_field[3] ~ '^\*' OR v_field[5] ~ '^\*';
    v_is_day boolean;
    v_is_weekday boolean;
    v_at timestamp := date_trunc('minute', p_after AT TIME ZONE 'UTC') + interval '1 minute';
    v_last timestamp := v_at + interval '50 years'; -- 29 February as a given weekday comes within 40
BEGIN
    WHILE v_at < v_last LOOP
        v_is_day := extract(day FROM v_at)::int = ANY (v_days);
        v_is_weekday := extract(dow FROM v_at)::int = ANY (v_weekdays);
        IF extract(month FROM v_at)::int <> ALL (v_months) THEN
            v_at := date_trunc('month', v_at) + interval '1 month';
        ELSIF v_needs_both AND NOT (v_is_day AND v_is_weekday) OR NOT (v_is_day OR v_is_weekday) THEN
            v_at := date_trunc('day', v_at) + interval '1 day';
        ELSIF extract(hour FROM v_at)::int <> ALL (v_hours) THEN
            v_at := date_trunc('hour', v_at) + interval '1 hour';
        ELSIF extract(minute FROM v_at)::int <> ALL (v_minutes) THEN
            v_at := v_at + interval '1 minute';
        ELSE
            RETURN v_at AT TIME ZONE 'UTC';
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.next_cron_time IS
'The first minute after p_after that p_cron names, in UTC. As in cron, day and weekday both count where one of them '
'begins with *, else either.';
