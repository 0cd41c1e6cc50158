CREATE OR REPLACE FUNCTION helpdesk.end_delivery(p_delivery_id uuid, p_status int, p_error text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_delivery helpdesk.webhook_delivery;
    v_webhook helpdesk.webhook;
    v_delay interval;
    v_rest interval;
BEGIN
    SELECT * INTO v_delivery FROM helpdesk.webhook_delivery AS d WHERE d.delivery_id = p_delivery_id FOR UPDATE;
    IF v_delivery.state IS DISTINCT FROM 'queued' THEN
        RETURN v_delivery.state;
    END IF;
    -- 30 seconds, 2 and 8 minutes, half an hour, two hours, then every six.
    v_delay := least(interval '30 seconds' * 4 ^ least(v_delivery.attempts - 1, 10), interval '6 hours');
    UPDATE helpdesk.webhook_delivery AS d
    SET last_status = p_status,
        last_error = CASE
            WHEN p_status BETWEEN 200 AND 299 THEN NULL
            ELSE left(coalesce(p_error, 'status ' || p_status), 2000)
        END,
        state = CASE
            WHEN p_status BETWEEN 200 AND 299 THEN 'delivered'
            WHEN helpdesk.clock() + v_delay > d.queued_at + interval '24 hours' THEN 'dead'
            ELSE 'queued'
        END,
        delivered_at = CASE WHEN p_status BETWEEN 200 AND 299 THEN helpdesk.clock() END
    WHERE d.delivery_id = p_delivery_id
    RETURNING * INTO v_delivery;

    IF v_delivery.state = 'delivered' THEN
        DELETE FROM helpdesk.webhook_turn AS t
        WHERE t.webhook_id = v_delivery.webhook_id AND t.delivery_id = p_delivery_id;
        UPDATE helpdesk.webhook AS w SET failures = 0 WHERE w.webhook_id = v_delivery.webhook_id AND w.failures > 0;
        PERFORM helpdesk.wake_delivery(v_delivery.webhook_id);
        RETURN v_delivery.state;
    ELSIF v_delivery.state = 'queued' THEN
        PERFORM helpdesk.enqueue('deliver_webhook', jsonb_build_array(p_delivery_id), 'webhooks', v_delay);
    END IF;

    UPDATE helpdesk.webhook AS w
    SET failures = w.failures + 1, is_active = w.failures + 1 < helpdesk.setting_int('webhooks.failures_allowed')
    WHERE w.webhook_id = v_delivery.webhook_id AND w.is_active
    RETURNING * INTO v_webhook;
    -- One failure may be the delivery's; from the second on the receiver rests, up to a quarter of an hour.
    v_rest := CASE
        WHEN v_webhook.failures > 1
            THEN least(interval '5 seconds' * 2 ^ least(v_webhook.failures, 20), interval '15 minutes')
        ELSE interval '0'
    END;
    UPDATE helpdesk.webhook_turn AS t
    SET delivery_id = NULL, ends_at = helpdesk.clock() + v_rest
    WHERE t.webhook_id = v_delivery.webhook_id AND t.delivery_id = p_delivery_id;
    PERFORM helpdesk.wake_delivery(v_delivery.webhook_id, v_rest);
    IF NOT v_webhook.is_active THEN
        INSERT INTO helpdesk.notification (person_id, kind, title, body)
        SELECT
            p.person_id, 'webhook_disabled', format('Webhook %s was switched off', v_webhook.name),
            left(v_delivery.last_error, 500)
        FROM helpdesk.person AS p
        WHERE p.role = 'admin' AND p.is_active;
    END IF;
    RETURN v_delivery.state;
END
$$;

COMMENT ON FUNCTION helpdesk.end_delivery IS
'Notes how an attempt ended: 2xx delivers it, else it is tried again over 24 hours, then given up. A webhook rests '
'after failures in a row, longer after each; after too many it is switched off and the administrators told. Returns '
'the state.';
GRANT EXECUTE ON FUNCTION helpdesk.end_delivery TO worker;
