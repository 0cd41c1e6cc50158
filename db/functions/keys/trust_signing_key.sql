CREATE OR REPLACE FUNCTION helpdesk.trust_signing_key(p_key_id text, p_public_jwk jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.signing_key AS k (key_id, algorithm, public_jwk, is_of_host)
    VALUES (p_key_id, p_public_jwk ->> 'alg', p_public_jwk, true)
    ON CONFLICT (key_id) DO UPDATE SET
        algorithm = excluded.algorithm, public_jwk = excluded.public_jwk, retired_at = NULL
    WHERE k.is_of_host;
    RETURN FOUND;
END
$$;

COMMENT ON FUNCTION helpdesk.trust_signing_key IS
'From now on tokens are accepted that a host signs with the private part of this key. False: the key is one of ours.';
