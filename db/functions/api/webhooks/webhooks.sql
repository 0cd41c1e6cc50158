CREATE VIEW api.webhooks WITH (security_invoker = true) AS
SELECT
    w.webhook_id,
    w.name,
    w.url,
    w.events,
    w.conditions,
    w.is_active,
    w.failures,
    w.created_at,
    w.updated_at
FROM helpdesk.webhook AS w
WHERE helpdesk.token_reads('webhooks');

COMMENT ON VIEW api.webhooks IS
$$Webhooks

events: kinds of event_kinds, * for all; empty: only rules call it, by action webhook. conditions: which tickets and
changes, in the language of workflows. pgdesk sends a POST of JSON with X-Pgdesk-Delivery (the same at each attempt),
X-Pgdesk-Event, X-Pgdesk-Timestamp and X-Pgdesk-Signature: v1=HMAC-SHA256 in hex of "timestamp.body" under the secret,
which rpc/rotate_webhook_secret shows. Anything but 2xx is tried again over 24 hours; see webhook_deliveries. One
delivery at a time; after failures in a row a webhook rests, after more (setting webhooks.failures_allowed) it is
switched off. https only; private addresses are refused. Raises PD002, PD006, PD401.$$;

GRANT SELECT ON api.webhooks TO admin;
GRANT INSERT (webhook_id, name, url, events, conditions, is_active) ON api.webhooks TO admin;
GRANT UPDATE (webhook_id, name, url, events, conditions, is_active) ON api.webhooks TO admin;
GRANT DELETE ON api.webhooks TO admin;
