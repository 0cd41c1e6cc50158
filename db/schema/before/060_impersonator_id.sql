CREATE OR REPLACE FUNCTION helpdesk.impersonator_id() RETURNS bigint
LANGUAGE sql STABLE
RETURN CASE WHEN session_user = 'authenticator' THEN
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'pgdesk_impersonator')::bigint
END;

COMMENT ON FUNCTION helpdesk.impersonator_id IS
'The administrator who acts as the person of the token; NULL: that person does. Here, since columns default to it.';
