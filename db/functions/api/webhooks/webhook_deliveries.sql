CREATE VIEW api.webhook_deliveries WITH (security_invoker = true) AS
SELECT
    d.delivery_id,
    d.webhook_id,
    d.ticket_id,
    d.event_id,
    d.kind,
    d.sequence,
    d.state,
    d.attempts,
    d.next_at,
    d.last_status,
    d.last_error,
    d.answer_headers,
    d.answer_body,
    d.answered_within,
    d.payload,
    d.created_at,
    d.delivered_at
FROM helpdesk.webhook_delivery AS d
WHERE helpdesk.token_reads('webhook_deliveries');

COMMENT ON VIEW api.webhook_deliveries IS
$$What webhooks sent, or are to send

state: queued, delivered, or dead after 24 hours of attempts (rpc/replay_delivery queues it again, rpc/replay_deliveries
all of a time). sequence counts a ticket's deliveries to a webhook. kind rule_called: a rule's action; test:
rpc/test_webhook. answer_headers, answer_body: of the last answer, some headers and its first 1,024 characters.$$;

GRANT SELECT ON api.webhook_deliveries TO admin;
