CREATE OR REPLACE FUNCTION helpdesk.published_signing_keys() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_build_object('keys', coalesce(jsonb_agg(k.public_jwk ORDER BY k.signs_from, k.key_id), '[]'))
    FROM helpdesk.signing_key AS k
    WHERE NOT k.is_of_host AND k.retired_at IS NULL;
END;

COMMENT ON FUNCTION helpdesk.published_signing_keys IS
'The public keys of what pgdesk signs, as JWK set (RFC 7517): also the one that will sign next, and those that did.';
GRANT EXECUTE ON FUNCTION helpdesk.published_signing_keys TO worker;
