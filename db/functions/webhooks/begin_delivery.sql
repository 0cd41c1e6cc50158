CREATE OR REPLACE FUNCTION helpdesk.begin_delivery(
    p_delivery_id uuid,
    OUT url text,
    OUT secret text,
    OUT kind text,
    OUT body text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_webhook helpdesk.webhook;
BEGIN
    SELECT w.* INTO v_webhook
    FROM helpdesk.webhook_delivery AS d
    JOIN helpdesk.webhook AS w USING (webhook_id)
    WHERE d.delivery_id = p_delivery_id AND d.state = 'queued'
    FOR UPDATE OF d;
    IF NOT FOUND THEN
        RETURN;
    ELSIF NOT v_webhook.is_active THEN
        UPDATE helpdesk.webhook_delivery AS d
        SET state = 'dead', is_waiting = false, last_error = 'the webhook is switched off'
        WHERE d.delivery_id = p_delivery_id AND d.state = 'queued';
        RETURN;
    END IF;

    -- Who says nothing holds a worker's thread for long: of those that have just failed one is tried at a time, so that
    -- however many they are, threads are left for the others.
    IF v_webhook.failures > 0 THEN
        PERFORM helpdesk.take_turn('deliver where it has failed');
        IF EXISTS (
            SELECT 1
            FROM helpdesk.webhook_turn AS t
            JOIN helpdesk.webhook AS w USING (webhook_id)
            WHERE t.webhook_id <> v_webhook.webhook_id
                AND t.delivery_id IS NOT NULL
                AND t.ends_at > helpdesk.clock()
                AND w.failures > 0
        ) THEN
            UPDATE helpdesk.webhook_delivery AS d SET is_waiting = true WHERE d.delivery_id = p_delivery_id;
            RETURN;
        END IF;
    END IF;

    INSERT INTO helpdesk.webhook_turn AS t (webhook_id, delivery_id, ends_at)
    VALUES (v_webhook.webhook_id, p_delivery_id, helpdesk.clock() + interval '90 seconds')
    ON CONFLICT (webhook_id) DO UPDATE SET delivery_id = excluded.delivery_id, ends_at = excluded.ends_at
    WHERE t.ends_at <= helpdesk.clock() OR t.delivery_id = excluded.delivery_id;
    IF NOT FOUND THEN
        -- Another one is under way, or the receiver is left alone for a while. The turn, which a conflict has locked,
        -- cannot end before this one waits.
        UPDATE helpdesk.webhook_delivery AS d SET is_waiting = true WHERE d.delivery_id = p_delivery_id;
        RETURN;
    END IF;

    UPDATE helpdesk.webhook_delivery AS d
    SET attempts = d.attempts + 1, is_waiting = false
    WHERE d.delivery_id = p_delivery_id AND d.state = 'queued'
    RETURNING v_webhook.url, v_webhook.secret, d.kind, (jsonb_build_object(
        'delivery_id', d.delivery_id, 'event', d.kind, 'event_id', d.event_id, 'ticket_id', d.ticket_id,
        'sequence', d.sequence
    ) || d.payload)::text
    INTO begin_delivery.url, begin_delivery.secret, begin_delivery.kind, begin_delivery.body;
END
$$;

COMMENT ON FUNCTION helpdesk.begin_delivery IS
'Counts an attempt and returns what to send where; all NULL when there is nothing to send (any more), or not yet: a '
'webhook gets one delivery at a time, none while it rests after failures, and of those that failed last time one is '
'tried at a time: the others stand in line, which wake_deliveries goes on with. The body is the same at each attempt.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_delivery TO worker;
