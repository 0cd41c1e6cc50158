CREATE OR REPLACE FUNCTION helpdesk.follow_bounces(p_bounce_ids bigint[], p_message_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.record_event(t.ticket_id, t.kind, jsonb_build_object('recipients', t.recipients), m.message_id)
    FROM (
        SELECT b.ticket_id, k.kind,
            jsonb_agg(jsonb_build_object('address', b.address, 'status', b.status) ORDER BY b.bounce_id) AS recipients
        FROM helpdesk.bounce AS b
        JOIN (VALUES
            ('failed', 'delivery_failed'), ('delayed', 'delivery_delayed'), ('complained', 'mail_complained')
        ) AS k(action, kind) USING (action)
        WHERE b.bounce_id = ANY (p_bounce_ids) AND b.ticket_id IS NOT NULL
        GROUP BY b.ticket_id, k.kind
        ORDER BY b.ticket_id
    ) AS t
    LEFT JOIN helpdesk.message AS m ON m.message_id = p_message_id AND m.ticket_id = t.ticket_id;
    PERFORM helpdesk.judge_addresses(p_bounce_ids);
END
$$;

COMMENT ON FUNCTION helpdesk.follow_bounces IS
'Tells the histories of tickets which of their mails did not arrive and which were called spam, and judges the '
'addresses. p_message_id: the message that shows the report.';
