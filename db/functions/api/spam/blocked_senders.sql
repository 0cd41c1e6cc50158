CREATE VIEW api.blocked_senders WITH (security_invoker = true) AS
SELECT
    b.sender,
    b.reason,
    b.blocked_by,
    b.created_at
FROM helpdesk.blocked_sender AS b
WHERE helpdesk.token_reads('blocked_senders');

COMMENT ON VIEW api.blocked_senders IS
$$Blocked senders

Mail addresses, and domains with all below them: they open and answer no tickets, their mail is quarantined. Change it
with rpc/block_sender and rpc/unblock_sender.$$;

GRANT SELECT ON api.blocked_senders TO agent, admin;
