CREATE VIEW api.side_messages WITH (security_invoker = true) AS
SELECT
    m.side_message_id,
    m.side_conversation_id,
    m.author_id,
    m.author_address,
    m.body,
    m.created_at
FROM helpdesk.side_message AS m
WHERE helpdesk.token_reads('side_messages');

COMMENT ON VIEW api.side_messages IS
$$What was written in side conversations

By staff (author_id), by an outsider (author_address), or, without either, by a program.$$;

GRANT SELECT ON api.side_messages TO agent, admin;
