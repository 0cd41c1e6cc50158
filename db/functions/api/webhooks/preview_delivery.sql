CREATE FUNCTION api.preview_delivery(webhook_id bigint, event_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    v_webhook helpdesk.webhook;
    v_event helpdesk.event;
    v_matching bigint[];
    v_error text;
    v_delivery helpdesk.webhook_delivery;
BEGIN
    PERFORM helpdesk.require('webhooks.edit');
    SELECT * INTO v_webhook FROM helpdesk.webhook AS w WHERE w.webhook_id = preview_delivery.webhook_id;
    SELECT * INTO v_event FROM helpdesk.event AS e WHERE e.event_id = preview_delivery.event_id;
    IF v_webhook.webhook_id IS NULL OR v_event.event_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001',
            CASE WHEN v_webhook.webhook_id IS NULL
                THEN format('webhook %s not found', coalesce(preview_delivery.webhook_id::text, 'null'))
                ELSE format('event %s not found', coalesce(preview_delivery.event_id::text, 'null'))
            END
        );
    END IF;
    BEGIN
        PERFORM helpdesk.begin_matching();
        EXECUTE helpdesk.match_webhook(v_webhook, 'helpdesk.event') || ' AND i.event_id = $4'
        INTO v_matching USING v_webhook.conditions, helpdesk.clock(), v_webhook.events, v_event.event_id;
        PERFORM helpdesk.end_matching();
    EXCEPTION WHEN OTHERS THEN
        v_error := format('the conditions failed: %s %s', SQLSTATE, SQLERRM);
    END;
    v_delivery := jsonb_populate_record(NULL::helpdesk.webhook_delivery, jsonb_build_object(
        'kind', v_event.kind, 'event_id', v_event.event_id, 'ticket_id', v_event.ticket_id,
        'payload', helpdesk.describe_event(v_event)
    ));
    RETURN jsonb_build_object(
        'is_told', v_webhook.is_active AND v_matching IS NOT NULL,
        'reason', CASE
            WHEN v_error IS NOT NULL THEN v_error
            WHEN NOT v_webhook.is_active THEN 'the webhook is switched off'
            WHEN NOT v_webhook.events && ARRAY[v_event.kind, '*'] THEN 'it is not told of ' || v_event.kind
            WHEN v_matching IS NULL THEN 'the conditions do not match the ticket as it is now'
        END,
        'url', v_webhook.url,
        'body', helpdesk.write_delivery(v_delivery)::jsonb
    );
END
$$;

COMMENT ON FUNCTION api.preview_delivery IS
$$See what a webhook would be told of an event

Sends nothing: {is_told, reason, url, body}. reason: why it is not told; null: it is. Ticket and conditions are as they
are now, sequence is null. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.preview_delivery TO admin;
