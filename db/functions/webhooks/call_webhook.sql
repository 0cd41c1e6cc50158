CREATE OR REPLACE FUNCTION helpdesk.call_webhook(p_name text, p_ticket_ids bigint[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_error text := (
        SELECT CASE WHEN NOT w.is_active THEN 'the webhook is switched off' END
        FROM helpdesk.webhook AS w
        WHERE w.name = p_name
    );
BEGIN
    PERFORM helpdesk.queue_delivery(
        w.webhook_id, i.ticket_id, 'rule_called', NULL,
        jsonb_build_object(
            'at', helpdesk.clock(), 'actor_id', helpdesk.me(), 'actor_role', helpdesk.actor_role(),
            'data', helpdesk.acting_rule()
        ),
        v_error
    )
    FROM helpdesk.webhook AS w
    CROSS JOIN (SELECT u.ticket_id FROM unnest(p_ticket_ids) AS u(ticket_id) ORDER BY u.ticket_id) AS i
    WHERE w.name = p_name;
    IF v_error IS NULL THEN
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
