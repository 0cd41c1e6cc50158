CREATE OR REPLACE FUNCTION helpdesk.require_near(p_instant timestamptz, p_name text) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT isfinite(p_instant) OR abs(extract(epoch FROM p_instant - helpdesk.clock())) > 5 * 366 * 86400
        AND p_instant > helpdesk.clock() THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s is further away than calendars are planned', p_name), NULL,
            'Give an instant that is at most five years ahead.'
        );
    END IF;
    RETURN coalesce(p_instant, helpdesk.clock());
END
$$;

COMMENT ON FUNCTION helpdesk.require_near IS
'The instant, by default now, if business time up to it can be counted: at most five years ahead. Raises PD006.';
