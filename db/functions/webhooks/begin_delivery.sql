CREATE OR REPLACE FUNCTION helpdesk.begin_delivery(
    p_delivery_id uuid,
    OUT url text,
    OUT secret text,
    OUT kind text,
    OUT body text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.webhook_delivery AS d
    SET state = 'dead', last_error = 'the webhook is switched off'
    FROM helpdesk.webhook AS w
    WHERE d.delivery_id = p_delivery_id AND d.state = 'queued' AND w.webhook_id = d.webhook_id AND NOT w.is_active;

    UPDATE helpdesk.webhook_delivery AS d
    SET attempts = d.attempts + 1
    FROM helpdesk.webhook AS w
    WHERE d.delivery_id = p_delivery_id AND d.state = 'queued' AND w.webhook_id = d.webhook_id
    RETURNING w.url, w.secret, d.kind, (jsonb_build_object(
        'delivery_id', d.delivery_id, 'event', d.kind, 'event_id', d.event_id, 'ticket_id', d.ticket_id,
        'sequence', d.sequence
    ) || d.payload)::text
    INTO begin_delivery.url, begin_delivery.secret, begin_delivery.kind, begin_delivery.body;
END
$$;

COMMENT ON FUNCTION helpdesk.begin_delivery IS
'Counts an attempt and returns what to send where; all NULL when there is nothing to send (any more). The body is the '
'same at each attempt.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_delivery TO worker;
