CREATE OR REPLACE FUNCTION helpdesk.hash_api_token(p_secret text) RETURNS bytea
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT sha256(convert_to(p_secret, 'UTF8'));
END;

COMMENT ON FUNCTION helpdesk.hash_api_token IS 'By which the secret of an API token is known.';
