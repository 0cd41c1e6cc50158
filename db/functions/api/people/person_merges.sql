CREATE VIEW api.person_merges WITH (security_invoker = true) AS
SELECT
    m.person_merge_id,
    m.source_id,
    m.target_id,
    m.merged_by,
    m.merged_at,
    m.undone_at,
    m.undone_by
FROM helpdesk.person_merge AS m
WHERE helpdesk.token_reads('person_merges');

COMMENT ON VIEW api.person_merges IS
$$Merges of people

Written by rpc/merge_people and rpc/unmerge_person.$$;

GRANT SELECT ON api.person_merges TO agent, admin;
