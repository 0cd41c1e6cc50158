CREATE OR REPLACE FUNCTION helpdesk.clock() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN now();

COMMENT ON FUNCTION helpdesk.clock IS 'The only source of the present instant; tests replace its body.';
GRANT EXECUTE ON FUNCTION helpdesk.clock TO PUBLIC;
