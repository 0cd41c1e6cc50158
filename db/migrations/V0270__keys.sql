CREATE TABLE helpdesk.signing_key (
    key_id text CONSTRAINT signing_key_pkey PRIMARY KEY,
    algorithm text NOT NULL,
    public_jwk jsonb NOT NULL,
    private_key helpdesk.sealed,
    is_of_host boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    signs_from timestamptz,
    needed_until timestamptz,
    retired_at timestamptz,
    CONSTRAINT signing_key_id_is_thumbprint CHECK (key_id ~ '^[A-Za-z0-9_-]{43}$'),
    CONSTRAINT signing_key_algorithm_is_known CHECK (
        algorithm IN ('ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512')
    ),
    CONSTRAINT signing_key_is_public CHECK (
        jsonb_typeof(public_jwk) = 'object'
        AND public_jwk ->> 'kty' IN ('EC', 'RSA')
        AND public_jwk ->> 'alg' = algorithm
        AND NOT public_jwk ?| ARRAY['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
        AND length(public_jwk::text) <= 4000
    ),
    CONSTRAINT signing_key_of_host_signs_nothing CHECK (is_of_host = (signs_from IS NULL)),
    CONSTRAINT signing_key_signs_until_retired CHECK (
        (private_key IS NOT NULL) = (NOT is_of_host AND retired_at IS NULL)
    )
);
COMMENT ON TABLE helpdesk.signing_key IS
    'Keys by which tokens are verified: those that pgdesk signs with, before and after it does, and public keys of '
    'hosts. What a host signs with PGDESK_JWT_SECRET needs no row.';
COMMENT ON COLUMN helpdesk.signing_key.key_id IS 'Thumbprint of the public key (RFC 7638); kid of what pgdesk signs.';
COMMENT ON COLUMN helpdesk.signing_key.algorithm IS 'JWS algorithm, the only one that the key is good for.';
COMMENT ON COLUMN helpdesk.signing_key.public_jwk IS 'The public key as JWK (RFC 7517).';
COMMENT ON COLUMN helpdesk.signing_key.private_key IS
    'PKCS #8, sealed; of hosts, and after retirement, null. Left out of the audit log.';
COMMENT ON COLUMN helpdesk.signing_key.is_of_host IS 'Whether a host signs with it; we only verify.';
COMMENT ON COLUMN helpdesk.signing_key.created_at IS
    'From when on it has been published and tokens are verified by it.';
COMMENT ON COLUMN helpdesk.signing_key.signs_from IS
    'From when on pgdesk signs with it, until the next one does: signing_key_lead_minutes after it was published. '
    'Null: a host''s.';
COMMENT ON COLUMN helpdesk.signing_key.needed_until IS
    'When the last of the long-lived tokens expires that it signed; null: it signed none. Those of sessions and '
    'guests live a day at most.';
COMMENT ON COLUMN helpdesk.signing_key.retired_at IS
    'From when on what it signed is refused; null: it is accepted.';
COMMENT ON CONSTRAINT signing_key_id_is_thumbprint ON helpdesk.signing_key IS
    'key_id is a thumbprint by SHA-256, in base64url.';
COMMENT ON CONSTRAINT signing_key_algorithm_is_known ON helpdesk.signing_key IS
    'A key is for RS256 to RS512, PS256 to PS512 or ES256 to ES512: what PostgREST verifies.';
COMMENT ON CONSTRAINT signing_key_is_public ON helpdesk.signing_key IS
    'public_jwk is a public RSA or EC key of at most 4000 characters, for the algorithm of its row. Leave the private '
    'parts out.';
COMMENT ON CONSTRAINT signing_key_of_host_signs_nothing ON helpdesk.signing_key IS
    'Keys of ours begin to sign at an instant, those of hosts never.';
COMMENT ON CONSTRAINT signing_key_signs_until_retired ON helpdesk.signing_key IS
    'A key of ours has its private part until it is retired, no other has one.';
CREATE INDEX signing_key_of_ours_idx ON helpdesk.signing_key (signs_from DESC)
    WHERE NOT is_of_host AND retired_at IS NULL;
COMMENT ON INDEX helpdesk.signing_key_of_ours_idx IS 'current_signing_key_id: the newest that has begun.';

ALTER TABLE helpdesk.signing_key ENABLE ROW LEVEL SECURITY;
