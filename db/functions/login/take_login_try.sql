CREATE OR REPLACE FUNCTION helpdesk.take_login_try(p_tried text, p_free int) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_now timestamptz := helpdesk.clock();
    v_longest int := helpdesk.setting_int('login_longest_delay_seconds');
BEGIN
    INSERT INTO helpdesk.login_try AS t (tried, tries, last_at)
    VALUES (p_tried, 1, v_now)
    ON CONFLICT (tried) DO UPDATE SET
        last_at = v_now,
        tries = CASE WHEN t.last_at < v_now - interval '1 hour' THEN 1 ELSE t.tries + 1 END,
        refused_until = CASE
            WHEN t.last_at >= v_now - interval '1 hour' AND t.tries + 1 >= p_free THEN v_now + make_interval(
                secs => least(2.0 ^ least(t.tries + 1 - p_free, 20), v_longest)
            )
        END
    WHERE t.refused_until IS NULL OR t.refused_until <= v_now;
    RETURN CASE
        WHEN NOT FOUND THEN (SELECT t.refused_until FROM helpdesk.login_try AS t WHERE t.tried = p_tried)
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.take_login_try IS
'Counts a try to sign in. Null: it may be made; else until when none is taken. After p_free tries in vain each lets '
'the next wait twice as long.';
