CREATE OR REPLACE FUNCTION helpdesk.to_instant(p_local timestamp, p_time_zone text) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    v_late timestamptz := p_local AT TIME ZONE p_time_zone;
    v_day_before timestamptz := v_late - interval '24 hours';
    v_early timestamptz;
BEGIN
    v_early := (p_local - (v_day_before AT TIME ZONE p_time_zone - v_day_before AT TIME ZONE 'UTC')) AT TIME ZONE 'UTC';
    RETURN CASE WHEN v_early < v_late AND v_early AT TIME ZONE p_time_zone = p_local THEN v_early ELSE v_late END;
END
$$;

COMMENT ON FUNCTION helpdesk.to_instant IS
'The first instant at which a zone''s wall clock shows the time (Postgres alone takes the second of an hour that '
'occurs twice); a time that is skipped moves forward by the gap.';
