CREATE FUNCTION api.replay_delivery(delivery_id uuid) RETURNS api.webhook_deliveries
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.webhook_deliveries;
BEGIN
    PERFORM helpdesk.require('webhooks.edit');
    UPDATE helpdesk.webhook_delivery AS d
    SET state = 'queued', attempts = 0, queued_at = helpdesk.clock(), next_at = helpdesk.clock(), delivered_at = NULL
    WHERE d.delivery_id = replay_delivery.delivery_id AND d.state <> 'queued';
    SELECT * INTO v_result FROM api.webhook_deliveries AS d WHERE d.delivery_id = replay_delivery.delivery_id;
    IF v_result.delivery_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('delivery %s not found', coalesce(replay_delivery.delivery_id::text, 'null'))
        );
    END IF;
    PERFORM helpdesk.call_deliveries(v_result.webhook_id);
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.replay_delivery IS
$$Send a webhook's delivery again

With the same id, for another 24 hours; one that is queued stays as it is. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.replay_delivery TO admin;
