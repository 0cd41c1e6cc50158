CREATE VIEW api.side_participants WITH (security_invoker = true) AS
SELECT
    p.side_conversation_id,
    p.person_id
FROM helpdesk.side_participant AS p
WHERE helpdesk.token_reads('side_participants');

COMMENT ON VIEW api.side_participants IS
$$Who takes part in side conversations$$;

GRANT SELECT ON api.side_participants TO agent, admin;
