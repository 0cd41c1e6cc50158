CREATE VIEW api.audit_seals WITH (security_invoker = true) AS
SELECT
    s.seal_id,
    s.generation,
    s.month,
    s.row_count,
    encode(s.root, 'hex') AS root,
    encode(s.previous_hash, 'hex') AS previous_hash,
    s.sealed_at,
    encode(s.hash, 'hex') AS hash
FROM audit.seal AS s
WHERE helpdesk.token_reads('audit_seals');

COMMENT ON VIEW api.audit_seals IS
$$Seals of the audit log

For admins. Number and hash of the last one are a checkpoint: kept elsewhere, it shows later that nobody wrote the log
anew. pgdesk doctor and pgdesk audit verify take it.$$;
COMMENT ON COLUMN api.audit_seals.root IS 'Root of the Merkle tree over its rows, in hexadecimal.';
COMMENT ON COLUMN api.audit_seals.previous_hash IS 'hash of the seal before it; of the first zeros.';
COMMENT ON COLUMN api.audit_seals.hash IS 'SHA-256 over all the other columns, in hexadecimal.';

GRANT SELECT ON api.audit_seals TO admin;
