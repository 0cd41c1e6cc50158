CREATE VIEW api.person_notes WITH (security_invoker = true) AS
SELECT
    n.person_note_id,
    n.person_id,
    n.author_id,
    n.body,
    n.created_at
FROM helpdesk.person_note AS n
WHERE helpdesk.token_reads('person_notes');

COMMENT ON VIEW api.person_notes IS
$$What staff should know about people

Never shown to customers. Write with rpc/add_person_note; authors and admins delete.$$;

GRANT SELECT, DELETE ON api.person_notes TO agent, admin;
