CREATE VIEW api.side_conversations WITH (security_invoker = true) AS
SELECT
    c.side_conversation_id,
    c.ticket_id,
    c.subject,
    CASE
        WHEN EXISTS (
            SELECT FROM helpdesk.side_outsider AS o WHERE o.side_conversation_id = c.side_conversation_id
        ) THEN 'email'
        ELSE 'internal'
    END AS channel,
    c.status,
    c.created_by,
    c.created_at,
    c.closed_at
FROM helpdesk.side_conversation AS c
WHERE helpdesk.token_reads('side_conversations');

COMMENT ON VIEW api.side_conversations IS
$$Threads among staff, and outsiders by mail, beside a ticket

Seen by staff who see the ticket and by those who take part; only these write in them. channel: email
where outsiders take part, else internal. rpc/start_side_conversation,
rpc/add_side_participant, rpc/reply_side_conversation, rpc/close_side_conversation, rpc/reopen_side_conversation.$$;
COMMENT ON COLUMN api.side_conversations.channel IS 'email: outsiders take part by mail; internal: staff only.';

GRANT SELECT ON api.side_conversations TO agent, admin;
