CREATE FUNCTION api.replay_deliveries(webhook_id bigint, since timestamptz, until timestamptz DEFAULT 'infinity')
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    c_most constant int := 10000;
    v_queued int;
BEGIN
    PERFORM helpdesk.require('webhooks.edit');
    IF NOT EXISTS (SELECT 1 FROM helpdesk.webhook AS w WHERE w.webhook_id = replay_deliveries.webhook_id) THEN
        PERFORM helpdesk.refuse(
            'PD001', format('webhook %s not found', coalesce(replay_deliveries.webhook_id::text, 'null'))
        );
    END IF;
    WITH oldest AS MATERIALIZED (
        SELECT d.delivery_id
        FROM helpdesk.webhook_delivery AS d
        WHERE d.webhook_id = replay_deliveries.webhook_id
            AND d.state = 'dead'
            AND d.kind <> 'test'
            AND d.created_at >= replay_deliveries.since
            AND d.created_at < replay_deliveries.until
        ORDER BY d.created_at
        LIMIT c_most
        FOR UPDATE
    )
    UPDATE helpdesk.webhook_delivery AS d
    SET state = 'queued', attempts = 0, queued_at = helpdesk.clock(), next_at = helpdesk.clock()
    FROM oldest AS o
    WHERE d.delivery_id = o.delivery_id;
    GET DIAGNOSTICS v_queued = ROW_COUNT;
    PERFORM helpdesk.call_deliveries(replay_deliveries.webhook_id);
    RETURN jsonb_build_object('queued', v_queued, 'has_more', v_queued = c_most);
END
$$;

COMMENT ON FUNCTION api.replay_deliveries IS
$$Send a webhook's dead deliveries again

Those made since an instant, before another: {queued, has_more}. At most 10,000 of the oldest at a time; has_more: call
again. Each with its id, those of a ticket in their order. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.replay_deliveries TO admin;
