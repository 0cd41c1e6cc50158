CREATE VIEW api.import_mappings WITH (security_invoker = true) AS
SELECT
    m.import_id,
    m.kind,
    m.value,
    m.target,
    m.records
FROM helpdesk.import_mapping AS m
WHERE helpdesk.token_reads('import_mappings');

COMMENT ON VIEW api.import_mappings IS
$$What the words of a source mean here

Proposed by rpc/test_import; PATCH target, then rpc/map_import says that all are right. A change after that makes an
import that was not begun to be tested again. Raises PD006 for what there is not here, PD211.$$;

GRANT SELECT, UPDATE (target) ON api.import_mappings TO admin;
