CREATE OR REPLACE FUNCTION helpdesk.us_between(p_from timestamptz, p_until timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (extract(epoch FROM p_until - p_from) * 1000000)::bigint;

COMMENT ON FUNCTION helpdesk.us_between IS 'Microseconds from one instant to another.';
