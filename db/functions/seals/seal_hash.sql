CREATE OR REPLACE FUNCTION audit.seal_hash(p_seal audit.seal) RETURNS bytea
LANGUAGE sql STABLE
RETURN sha256(
    '\x02' || (p_seal).previous_hash || (p_seal).root || convert_to(audit.seal_head(p_seal), 'UTF8')
);

COMMENT ON FUNCTION audit.seal_hash IS 'The hash that a seal must have.';
