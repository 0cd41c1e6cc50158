CREATE OR REPLACE FUNCTION helpdesk.phone_number() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN U&'\005C+?\005C(?[0-9](?:[ \00A0\2009\202F()/.\2010-\2013-]{0,3}[0-9]){6,19}';

COMMENT ON FUNCTION helpdesk.phone_number IS
'A regular expression: what may be a telephone number, 7 to 20 digits in whatever groups.';
