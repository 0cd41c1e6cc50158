CREATE OR REPLACE FUNCTION helpdesk.call_webhook(p_name text, p_ticket_ids bigint[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
DECLARE
    v_webhook helpdesk.webhook;
    v_error text;
BEGIN
    SELECT * INTO v_webhook FROM helpdesk.webhook AS w WHERE w.name = p_name;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    v_error := CASE WHEN NOT v_webhook.is_active THEN 'the webhook is switched off' END;
    PERFORM helpdesk.queue_delivery(v_webhook.webhook_id, i.ticket_id, 'rule_called', NULL, i.payload, v_error)
    FROM (
        SELECT
            u.ticket_id,
            jsonb_build_object(
                'at', helpdesk.clock(), 'actor_id', helpdesk.me(), 'actor_role', helpdesk.actor_role(),
                'details', helpdesk.acting_rule(), 'ticket', helpdesk.describe_ticket(u.ticket_id)
            ) AS payload
        FROM unnest(p_ticket_ids) AS u(ticket_id)
        ORDER BY u.ticket_id
        OFFSET 0
    ) AS i;
    IF v_error IS NULL THEN
        PERFORM helpdesk.call_deliveries(v_webhook.webhook_id);
        RETURN NULL;
    END IF;
    RETURN helpdesk.refusal(
        'PD407', format('webhook %s is switched off', p_name), NULL,
        'Switch it on; its dead deliveries can be replayed.'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.call_webhook IS
'Action webhook: tells a webhook of tickets, as event rule_called. One that is switched off gets dead deliveries, '
'which can be replayed, and that is returned.';
