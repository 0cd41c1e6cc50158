CREATE OR REPLACE FUNCTION helpdesk.wake_delivery(p_webhook_id bigint, p_delay interval DEFAULT '0') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_delivery_id uuid;
BEGIN
    -- Not one that is just being begun: it has a message of its own, and takes the turn itself.
    UPDATE helpdesk.webhook_delivery AS d
    SET is_waiting = false
    WHERE d.delivery_id = (
        SELECT w.delivery_id
        FROM helpdesk.webhook_delivery AS w
        WHERE w.webhook_id = p_webhook_id AND w.is_waiting
        ORDER BY w.created_at, w.sequence
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING d.delivery_id INTO v_delivery_id;
    IF FOUND THEN
        PERFORM helpdesk.enqueue('deliver_webhook', jsonb_build_array(v_delivery_id), 'webhooks', p_delay);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.wake_delivery IS
'Queues the first in a webhook''s line. Only one of a line is in the queue, so that however many wait for a receiver '
'that says nothing, the others'' deliveries do not.';
