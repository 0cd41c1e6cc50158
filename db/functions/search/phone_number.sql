CREATE OR REPLACE FUNCTION helpdesk.phone_number() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '\+?\(?[0-9](?:[ ()/.-]{0,3}[0-9]){6,19}';

COMMENT ON FUNCTION helpdesk.phone_number IS
'A regular expression: what may be a telephone number, 7 to 20 digits in whatever groups.';
