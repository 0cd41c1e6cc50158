CREATE OR REPLACE FUNCTION helpdesk.end_delivery(
    p_delivery_id uuid,
    p_status int,
    p_error text DEFAULT NULL,
    p_answer_headers jsonb DEFAULT NULL,
    p_answer_body text DEFAULT NULL,
    p_within interval DEFAULT NULL,
    p_retry_after interval DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_delivery helpdesk.webhook_delivery;
    v_webhook helpdesk.webhook;
    v_is_delivered boolean := coalesce(p_status BETWEEN 200 AND 299, false);
    v_is_gone boolean := coalesce(p_status = 410, false);
    v_retry_after interval := CASE WHEN p_retry_after > interval '0' THEN least(p_retry_after, interval '12 hours') END;
    v_delay interval;
    v_rest interval;
BEGIN
    SELECT * INTO v_delivery FROM helpdesk.webhook_delivery AS d WHERE d.delivery_id = p_delivery_id FOR UPDATE;
    IF v_delivery.state IS DISTINCT FROM 'queued' THEN
        RETURN v_delivery.state;
    END IF;
    -- About 30 seconds, 2 and 8 minutes, half an hour, two hours, then every six; by a fifth more or less, so that
    -- what has failed together does not come back together.
    v_delay := greatest(
        least(interval '30 seconds' * 4 ^ least(v_delivery.attempts - 1, 10), interval '6 hours')
            * (0.8 + 0.4 * random()),
        v_retry_after
    );
    UPDATE helpdesk.webhook_delivery AS d
    SET last_status = p_status,
        last_error = CASE WHEN NOT v_is_delivered THEN left(coalesce(p_error, 'status ' || p_status), 2000) END,
        answer_headers = p_answer_headers,
        answer_body = left(p_answer_body, 1024),
        answered_within = p_within,
        state = n.state,
        next_at = CASE n.state WHEN 'queued' THEN helpdesk.clock() + v_delay END,
        delivered_at = CASE n.state WHEN 'delivered' THEN helpdesk.clock() END
    FROM (
        SELECT CASE
            WHEN v_is_delivered THEN 'delivered'
            WHEN v_is_gone OR v_delivery.kind = 'test' THEN 'dead'
            WHEN helpdesk.clock() + v_delay > v_delivery.queued_at + interval '24 hours' THEN 'dead'
            ELSE 'queued'
        END AS state
    ) AS n
    WHERE d.delivery_id = p_delivery_id
    RETURNING d.* INTO v_delivery;

    IF v_delivery.kind = 'test' THEN
        RETURN v_delivery.state;
    ELSIF v_is_delivered THEN
        UPDATE helpdesk.webhook AS w
        SET failures = 0, rests_until = NULL
        WHERE w.webhook_id = v_delivery.webhook_id AND (w.failures > 0 OR w.rests_until IS NOT NULL);
        RETURN v_delivery.state;
    END IF;

    UPDATE helpdesk.webhook AS w
    SET failures = w.failures + 1,
        is_active = NOT o.is_off,
        off_because = CASE WHEN o.is_off THEN v_delivery.last_error END,
        rests_until = CASE WHEN NOT o.is_off THEN helpdesk.clock() + o.rest END
    FROM (
        SELECT
            v_is_gone OR b.failures + 1 >= helpdesk.setting_int('webhooks.failures_allowed') AS is_off,
            -- One failure may be the delivery's; from the second on the receiver rests, up to a quarter of an hour, or
            -- for as long as it says.
            greatest(
                CASE WHEN b.failures > 0
                    THEN least(interval '5 seconds' * 2 ^ least(b.failures + 1, 20), interval '15 minutes')
                END,
                CASE WHEN p_status IN (429, 503) THEN v_retry_after END
            ) AS rest
        FROM helpdesk.webhook AS b
        WHERE b.webhook_id = v_delivery.webhook_id
    ) AS o
    WHERE w.webhook_id = v_delivery.webhook_id AND w.is_active
    RETURNING w.* INTO v_webhook;
    IF v_webhook.is_active THEN
        v_rest := coalesce(v_webhook.rests_until - helpdesk.clock(), interval '0');
        IF v_delivery.state = 'queued' THEN
            PERFORM helpdesk.call_deliveries(v_delivery.webhook_id, greatest(v_delay, v_rest));
        END IF;
        IF v_rest > interval '0' THEN
            PERFORM helpdesk.call_deliveries(v_delivery.webhook_id, v_rest);
        END IF;
    ELSIF NOT v_webhook.is_active THEN
        INSERT INTO helpdesk.notification (person_id, kind, title, body)
        SELECT
            p.person_id, 'webhook_disabled', format('Webhook %s was switched off', v_webhook.name),
            left(v_webhook.off_because, 500)
        FROM helpdesk.person AS p
        WHERE p.role = 'admin' AND p.is_active;
    END IF;
    RETURN v_delivery.state;
END
$$;

COMMENT ON FUNCTION helpdesk.end_delivery IS
'Notes how an attempt ended: 2xx delivers it, else it is tried again over 24 hours, not before what the answer''s '
'Retry-After says (12 hours at most), then given up. A webhook rests after failures in a row, longer after each; after '
'too many, or by 410 (Gone), it is switched off and the administrators told. A test is tried once and changes nothing. '
'Returns the state.';
GRANT EXECUTE ON FUNCTION helpdesk.end_delivery TO worker;
