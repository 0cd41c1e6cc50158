CREATE OR REPLACE FUNCTION helpdesk.queue_delivery(
    p_webhook_id bigint,
    p_ticket_id bigint,
    p_kind text,
    p_event_id bigint,
    p_facts jsonb,
    p_error text DEFAULT NULL
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
DECLARE
    v_delivery_id uuid;
BEGIN
    PERFORM 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id FOR NO KEY UPDATE;
    INSERT INTO helpdesk.webhook_delivery (webhook_id, ticket_id, event_id, kind, sequence, payload, state, last_error)
    SELECT
        p_webhook_id, p_ticket_id, p_event_id, p_kind,
        1 + coalesce((
            SELECT max(d.sequence)
            FROM helpdesk.webhook_delivery AS d
            WHERE d.webhook_id = p_webhook_id AND d.ticket_id = p_ticket_id
        ), 0),
        p_facts || jsonb_build_object(
            'ticket', jsonb_build_object(
                'ticket_id', t.ticket_id, 'reference', t.reference, 'subject', t.subject, 'status', t.status,
                'priority', t.priority, 'ticket_type', t.ticket_type, 'channel', t.channel,
                'department_id', t.department_id, 'assignee_id', t.assignee_id, 'requester_id', t.requester_id,
                'organisation_id', t.organisation_id, 'version', t.version, 'created_at', t.created_at,
                'updated_at', t.updated_at,
                'tags', ARRAY(
                    SELECT g.name FROM helpdesk.ticket_tag AS tt JOIN helpdesk.tag AS g USING (tag_id)
                    WHERE tt.ticket_id = t.ticket_id ORDER BY g.name
                )
            )
        ),
        CASE WHEN p_error IS NULL THEN 'queued' ELSE 'dead' END,
        left(p_error, 2000)
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id = p_ticket_id
    RETURNING delivery_id INTO v_delivery_id;
    IF p_error IS NULL THEN
        PERFORM helpdesk.enqueue('deliver_webhook', jsonb_build_array(v_delivery_id), 'webhooks');
    END IF;
    RETURN v_delivery_id;
END
$$;

COMMENT ON FUNCTION helpdesk.queue_delivery IS
'Makes a delivery, numbered under the ticket''s lock, and queues its sending; with an error it is dead from the start.';
