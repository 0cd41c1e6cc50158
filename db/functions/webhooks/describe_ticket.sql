CREATE OR REPLACE FUNCTION helpdesk.describe_ticket(p_ticket_id bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
BEGIN ATOMIC
    SELECT jsonb_build_object(
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
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id = p_ticket_id;
END;

COMMENT ON FUNCTION helpdesk.describe_ticket IS 'What a webhook is told of a ticket as it is now.';
