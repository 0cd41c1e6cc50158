CREATE VIEW api.imports WITH (security_invoker = true) AS
SELECT
    i.import_id,
    i.source,
    i.adapter,
    i.state,
    i.created_by,
    i.created_at,
    i.started_at,
    i.ended_at,
    i.checked,
    i.failure,
    (
        SELECT coalesce(jsonb_object_agg(c.record, to_jsonb(c) - '{import_id,record}'::text[]), '{}')
        FROM helpdesk.import_count AS c
        WHERE c.import_id = i.import_id
    ) AS counts
FROM helpdesk.import AS i
WHERE helpdesk.token_reads('imports');

COMMENT ON VIEW api.imports IS
$$What is or was taken in from other helpdesks

Begun by rpc/create_import, filled by rpc/add_import_rows or the command, then step by step: rpc/test_import,
rpc/map_import, rpc/check_import, rpc/run_import; rpc/pause_import, rpc/resume_import, rpc/undo_import.$$;
COMMENT ON COLUMN api.imports.counts IS
    'What became of its records: {kind: {"read", "repeated", "imported", "updated", "unchanged", "bad"}}.';

GRANT SELECT ON api.imports TO admin;
