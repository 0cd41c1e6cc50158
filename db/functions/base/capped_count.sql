CREATE OR REPLACE FUNCTION helpdesk.capped_count(p_count bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_count <= 1000 THEN p_count END;

COMMENT ON FUNCTION helpdesk.capped_count IS 'A count that is exact to 1000; null: more.';
GRANT EXECUTE ON FUNCTION helpdesk.capped_count TO agent, admin;
