CREATE OR REPLACE FUNCTION helpdesk.queue_delivery(
    p_webhook_id bigint,
    p_ticket_id bigint,
    p_kind text,
    p_event_id bigint,
    p_payload jsonb,
    p_error text DEFAULT NULL
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_delivery_id uuid;
BEGIN
    PERFORM 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id FOR NO KEY UPDATE;
    INSERT INTO helpdesk.webhook_delivery (
        webhook_id, ticket_id, event_id, kind, sequence, payload, state, next_at, last_error
    )
    SELECT
        p_webhook_id, p_ticket_id, p_event_id, p_kind,
        1 + coalesce((
            SELECT max(d.sequence)
            FROM helpdesk.webhook_delivery AS d
            WHERE d.webhook_id = p_webhook_id AND d.ticket_id = p_ticket_id
        ), 0),
        p_payload,
        CASE WHEN p_error IS NULL THEN 'queued' ELSE 'dead' END,
        CASE WHEN p_error IS NULL THEN helpdesk.clock() END,
        left(p_error, 2000)
    RETURNING delivery_id INTO v_delivery_id;
    RETURN v_delivery_id;
END
$$;

COMMENT ON FUNCTION helpdesk.queue_delivery IS
'Makes a delivery, numbered under the ticket''s lock; with an error it is dead from the start. The caller calls a '
'worker (call_deliveries), once for all.';
