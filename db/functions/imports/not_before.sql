CREATE OR REPLACE FUNCTION helpdesk.not_before(p_at timestamptz, p_first timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE
RETURN CASE WHEN p_at < p_first THEN p_first ELSE p_at END;

COMMENT ON FUNCTION helpdesk.not_before IS 'The instant, or p_first if it is earlier; null: null.';
