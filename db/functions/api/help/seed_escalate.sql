CREATE FUNCTION api.seed_escalate(
    ticket_id text,
    staff_ids text[] DEFAULT NULL,
    message text DEFAULT NULL,
    requested_by text DEFAULT NULL
) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_escalation_id bigint;
    v_escalation helpdesk.escalation;
BEGIN
    IF NOT (
        concat(
            seed_escalate.ticket_id, seed_escalate.requested_by, array_to_string(seed_escalate.staff_ids, '')
        ) ~ '^[0-9]*$'
        AND length(seed_escalate.ticket_id) BETWEEN 1 AND 18
        AND coalesce(length(seed_escalate.requested_by), 1) BETWEEN 1 AND 18
        AND (SELECT bool_and(length(s.id) BETWEEN 1 AND 18) FROM unnest(seed_escalate.staff_ids) AS s(id)) IS NOT FALSE
    ) THEN
        PERFORM helpdesk.refuse(
            'PD006', 'ids are strings of digits', NULL,
            'Give ticketId, staffIds and requestedBy as the API returns them.'
        );
    END IF;
    v_escalation_id := helpdesk.escalate_ticket(
        seed_escalate.ticket_id::bigint, seed_escalate.staff_ids::bigint[], seed_escalate.message,
        seed_escalate.requested_by::bigint
    );
    SELECT * INTO v_escalation FROM helpdesk.escalation AS e WHERE e.escalation_id = v_escalation_id;
    RETURN json_build_object(
        'success', true,
        'escalation', json_build_object(
            'escalationId', v_escalation.escalation_id::text,
            'ticketId', v_escalation.ticket_id::text,
            'mentions', (
                SELECT json_agg(json_build_object(
                    'mentionId', m.mention_id::text,
                    'ticketId', m.ticket_id::text,
                    'messageId', m.message_id::text,
                    'mentionedBy', m.mentioned_by::text,
                    'mentionedUser', m.mentioned_id::text,
                    'mentionText', g.body,
                    'isEscalation', m.is_escalation,
                    'isRead', m.read_at IS NOT NULL,
                    'createdAt', m.created_at
                ) ORDER BY m.mention_id)
                FROM helpdesk.mention AS m
                JOIN helpdesk.message AS g USING (message_id)
                WHERE m.escalation_id = v_escalation.escalation_id
            ),
            'notifications', (
                SELECT coalesce(json_agg(json_build_object(
                    'notificationId', n.notification_id::text,
                    'userId', n.person_id::text,
                    'type', n.kind,
                    'title', n.title,
                    'message', n.body,
                    'link', format('/%s/agent/tickets/%s', helpdesk.setting_text('route_prefix'), n.ticket_id),
                    'isRead', n.read_at IS NOT NULL,
                    'createdAt', n.created_at
                ) ORDER BY n.notification_id), '[]')
                FROM helpdesk.notification AS n
                JOIN helpdesk.event AS e USING (event_id)
                WHERE e.message_id = v_escalation.message_id AND e.kind = 'help_requested'
            )
        )
    );
END
$$;

COMMENT ON FUNCTION api.seed_escalate IS
$$Ask colleagues for help, in the shape of POST /api/tickets/{id}/escalate

Ids are strings. requested_by must be the caller, administrators excepted. Returns {success, escalation: {escalationId,
ticketId, mentions, notifications}}. Raises PD001, PD002, PD006, PD014.$$;
GRANT EXECUTE ON FUNCTION api.seed_escalate TO agent, admin;
