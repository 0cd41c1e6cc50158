CREATE OR REPLACE FUNCTION helpdesk.warning_us(p_target_us bigint, p_warn_percent int, p_warn_within_us bigint)
RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN p_target_us IS NULL THEN NULL
    WHEN p_warn_within_us IS NULL THEN p_target_us * p_warn_percent / 100
    ELSE greatest(p_target_us - p_warn_within_us, 0)
END;

COMMENT ON FUNCTION helpdesk.warning_us IS
'After how much of a target, in microseconds of business time, a warning is due: after a share, or so long before its '
'end. 0: at once.';
