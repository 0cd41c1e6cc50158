CREATE FUNCTION api.test_webhook(webhook_id bigint) RETURNS api.webhook_deliveries
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    v_delivery_id uuid;
    v_result api.webhook_deliveries;
BEGIN
    PERFORM helpdesk.require('webhooks.edit');
    INSERT INTO helpdesk.webhook_delivery (webhook_id, kind, sequence, payload)
    SELECT
        w.webhook_id, 'test', 1,
        jsonb_build_object(
            'at', helpdesk.clock(), 'actor_id', helpdesk.me(), 'actor_role', helpdesk.actor_role(),
            'details', '{}'::jsonb, 'ticket', NULL
        )
    FROM helpdesk.webhook AS w
    WHERE w.webhook_id = test_webhook.webhook_id
    RETURNING delivery_id INTO v_delivery_id;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('webhook %s not found', coalesce(test_webhook.webhook_id::text, 'null'))
        );
    END IF;
    PERFORM helpdesk.call_deliveries(test_webhook.webhook_id);
    SELECT * INTO v_result FROM api.webhook_deliveries AS d WHERE d.delivery_id = v_delivery_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.test_webhook IS
$$Send a webhook a test

A delivery of type test, without a ticket, also while the webhook is switched off or rests. It is tried once;
webhook_deliveries shows by its delivery_id what the receiver answered. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.test_webhook TO admin;
