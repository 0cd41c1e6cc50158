CREATE VIEW api.signing_keys WITH (security_invoker = true) AS
SELECT
    k.key_id,
    k.algorithm,
    CASE
        WHEN k.retired_at IS NOT NULL THEN 'retired'
        WHEN k.is_of_host THEN 'trusted'
        WHEN k.key_id = (SELECT helpdesk.current_signing_key_id()) THEN 'signing'
        WHEN k.signs_from > helpdesk.clock() THEN 'published'
        ELSE 'replaced'
    END AS state,
    k.public_jwk,
    k.is_of_host,
    k.created_at,
    k.signs_from,
    k.needed_until,
    k.retired_at
FROM helpdesk.signing_key AS k
WHERE helpdesk.token_reads('signing_keys');

COMMENT ON VIEW api.signing_keys IS
$$Keys that tokens are verified by

state: published, it will sign from signs_from on; signing; replaced, what it signed is accepted until it is past;
retired, what it signed is refused; trusted, a host signs with it. pgdesk keys rotate makes a new one, pgdesk keys trust
takes a host's, rpc/retire_signing_key ends one. Those of pgdesk are published at /.well-known/jwks.json.$$;
COMMENT ON COLUMN api.signing_keys.state IS 'published, signing, replaced, retired or trusted.';

GRANT SELECT ON api.signing_keys TO admin;
