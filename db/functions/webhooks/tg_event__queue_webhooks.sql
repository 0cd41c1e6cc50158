-- A trigger, so that a webhook hears of what anybody causes: the delivery stands or falls with the event.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__queue_webhooks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_webhook helpdesk.webhook;
    v_event_ids bigint[];
    v_error text;
BEGIN
    IF NOT EXISTS (SELECT FROM helpdesk.webhook AS w WHERE w.is_active) THEN
        RETURN NULL;
    END IF;
    FOR v_webhook IN
        SELECT w.*
        FROM helpdesk.webhook AS w
        WHERE w.is_active AND w.events && ((SELECT array_agg(DISTINCT i.kind) FROM inserted AS i) || '*'::text)
        ORDER BY w.webhook_id
    LOOP
        v_error := NULL;
        BEGIN
            PERFORM helpdesk.begin_matching();
            EXECUTE helpdesk.match_webhook(v_webhook, 'inserted')
            INTO v_event_ids USING v_webhook.conditions, helpdesk.clock(), v_webhook.events;
            PERFORM helpdesk.end_matching();
        EXCEPTION WHEN OTHERS THEN
            -- A filter that fails must not undo the change; what it was asked about is kept, to be replayed.
            v_error := format('the conditions failed: %s %s', SQLSTATE, SQLERRM);
            v_event_ids := ARRAY(SELECT i.event_id FROM inserted AS i WHERE v_webhook.events && ARRAY[i.kind, '*']);
        END;
        PERFORM helpdesk.queue_delivery(v_webhook.webhook_id, e.ticket_id, e.kind, e.event_id, e.payload, v_error)
        FROM (
            SELECT i.ticket_id, i.kind, i.event_id, helpdesk.describe_event(i) AS payload
            FROM inserted AS i
            WHERE i.event_id = ANY (v_event_ids)
            ORDER BY i.event_id
            OFFSET 0
        ) AS e;
        IF FOUND AND v_error IS NULL THEN
            PERFORM helpdesk.call_deliveries(v_webhook.webhook_id);
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__queue_webhooks IS
'Makes the deliveries of the webhooks that subscribe to the events and whose conditions match.';
