CREATE OR REPLACE FUNCTION helpdesk.capped_count(p_count bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_count > 1000 THEN '1000+' ELSE p_count::text END;

COMMENT ON FUNCTION helpdesk.capped_count IS 'A count as it is shown: exact to 1000, then 1000+.';
GRANT EXECUTE ON FUNCTION helpdesk.capped_count TO agent, admin;
