CREATE OR REPLACE FUNCTION helpdesk.trusted_signing_keys() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_build_object('keys', jsonb_agg(k.public_jwk ORDER BY k.created_at, k.key_id))
    FROM helpdesk.signing_key AS k
    WHERE k.retired_at IS NULL
    HAVING count(*) > 0;
END;

COMMENT ON FUNCTION helpdesk.trusted_signing_keys IS
'All public keys by which tokens are verified, those of hosts, too, as JWK set; null: PGDESK_JWT_SECRET is the '
'only one.';
GRANT EXECUTE ON FUNCTION helpdesk.trusted_signing_keys TO worker;
