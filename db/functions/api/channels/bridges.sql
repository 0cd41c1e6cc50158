CREATE VIEW api.bridges WITH (security_invoker = true) AS
SELECT
    b.channel,
    b.webhook_id,
    b.department_id,
    b.is_active,
    b.created_at
FROM helpdesk.bridge AS b
WHERE helpdesk.token_reads('bridges');

COMMENT ON VIEW api.bridges IS
$$Channels that a program of others joins

It posts what people write to /inbound/channel/<channel>, signed with the secret that POST
/webhooks/<webhook_id>/secret {"is_inbound": true} makes; webhook_id is told of replies, as channel_reply with the
conversation (docs/channels.md). department_id: of its tickets. Raises PD002.$$;

GRANT SELECT ON api.bridges TO admin;
GRANT INSERT (channel, webhook_id, department_id, is_active) ON api.bridges TO admin;
GRANT UPDATE (webhook_id, department_id, is_active) ON api.bridges TO admin;
GRANT DELETE ON api.bridges TO admin;
