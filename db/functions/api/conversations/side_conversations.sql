CREATE VIEW api.side_conversations WITH (security_invoker = true) AS
SELECT
    c.side_conversation_id,
    c.ticket_id,
    c.subject,
    c.channel,
    c.status,
    c.created_by,
    c.created_at,
    c.closed_at
FROM helpdesk.side_conversation AS c
WHERE helpdesk.token_reads('side_conversations');

COMMENT ON VIEW api.side_conversations IS
$$Threads among staff beside a ticket

Seen by staff who see the ticket and by those who take part; only these write in them. rpc/start_side_conversation,
rpc/add_side_participant, rpc/reply_side_conversation, rpc/close_side_conversation, rpc/reopen_side_conversation.$$;

GRANT SELECT ON api.side_conversations TO agent, admin;
