CREATE VIEW api.bridge_replies WITH (security_invoker = true) AS
SELECT
    r.message_id,
    (SELECT m.ticket_id FROM helpdesk.message AS m WHERE m.message_id = r.message_id) AS ticket_id,
    (
        SELECT c.channel
        FROM helpdesk.bridge_conversation AS c
        WHERE c.bridge_conversation_id = r.bridge_conversation_id
    ) AS channel,
    (
        SELECT c.conversation
        FROM helpdesk.bridge_conversation AS c
        WHERE c.bridge_conversation_id = r.bridge_conversation_id
    ) AS conversation,
    r.state,
    r.detail,
    r.updated_at
FROM helpdesk.bridge_reply AS r
WHERE helpdesk.token_reads('bridge_replies');

COMMENT ON VIEW api.bridge_replies IS
$$Replies that went out by a channel

state: queued, sent (the bridge has it), delivered, read or failed (detail says why), as far as the bridge tells.$$;
COMMENT ON COLUMN api.bridge_replies.ticket_id IS 'Ticket on which the reply stands.';
COMMENT ON COLUMN api.bridge_replies.channel IS 'By which channel it went out.';
COMMENT ON COLUMN api.bridge_replies.conversation IS 'Into which conversation, as the channel calls it.';

GRANT SELECT ON api.bridge_replies TO agent, admin;
