CREATE VIEW api.webhooks WITH (security_invoker = true) AS
SELECT
    w.webhook_id,
    w.name,
    w.url,
    w.events,
    w.conditions,
    w.is_active,
    w.off_because,
    CASE
        WHEN NOT w.is_active THEN 'off'
        WHEN w.rests_until > helpdesk.clock() THEN 'open'
        WHEN w.rests_until IS NOT NULL THEN 'half_open'
        ELSE 'closed'
    END AS circuit,
    w.failures,
    CASE WHEN w.is_active THEN w.rests_until END AS next_try_at,
    (
        SELECT s.created_at
        FROM helpdesk.webhook_secret AS s
        WHERE s.webhook_id = w.webhook_id AND NOT s.is_inbound AND s.ends_at IS NULL
    ) AS secret_made_at,
    (
        SELECT s.ends_at
        FROM helpdesk.webhook_secret AS s
        WHERE s.webhook_id = w.webhook_id AND NOT s.is_inbound AND s.ends_at > helpdesk.clock()
    ) AS old_secret_ends_at,
    w.created_at,
    w.updated_at
FROM helpdesk.webhook AS w
WHERE helpdesk.token_reads('webhooks');

COMMENT ON VIEW api.webhooks IS
$$Webhooks

events: kinds of event_kinds, * for all; empty: only rules call it, by action webhook. conditions: which tickets and
changes, in the language of workflows. pgdesk sends a POST of JSON {type, timestamp, data} with webhook-id (the same at
each attempt), webhook-timestamp and webhook-signature as Standard Webhooks has them (docs/webhooks.md), under the
secret that POST /webhooks/<webhook_id>/secret makes and shows once. Anything but 2xx is tried again over 24 hours; see
webhook_deliveries. One delivery at a time, those of a ticket in order. circuit: closed (it is told); open (it rests
after failures in a row until next_try_at); half_open (the next attempt decides); off (is_active is false; off_because:
it failed setting webhooks.failures_allowed times in a row, or answered 410). https only; private addresses are refused.
Raises PD002, PD006, PD401.$$;
COMMENT ON COLUMN api.webhooks.circuit IS 'closed, open, half_open or off.';
COMMENT ON COLUMN api.webhooks.next_try_at IS 'When a receiver that rests is tried again; null: it does not rest.';
COMMENT ON COLUMN api.webhooks.secret_made_at IS
    'When the secret was made that signs what is sent; null: there is none, and nothing is signed.';
COMMENT ON COLUMN api.webhooks.old_secret_ends_at IS
    'Until when the secret before signs, too; null: it does not.';

GRANT SELECT ON api.webhooks TO admin;
GRANT INSERT (webhook_id, name, url, events, conditions, is_active) ON api.webhooks TO admin;
GRANT UPDATE (webhook_id, name, url, events, conditions, is_active) ON api.webhooks TO admin;
GRANT DELETE ON api.webhooks TO admin;
