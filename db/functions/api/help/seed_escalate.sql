CREATE FUNCTION api.seed_escalate(
    ticket_id text,
    staff_ids json DEFAULT NULL,
    message text DEFAULT NULL,
    requested_by text DEFAULT NULL
) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_staff_ids text[];
    v_wrong text;
    v_escalation_id bigint;
    v_escalation helpdesk.escalation;
BEGIN
    IF json_typeof(seed_escalate.staff_ids) <> 'array' THEN
        PERFORM helpdesk.refuse(
            'PD006', 'staffIds is not a list', NULL, 'Give a list of ids of /rest/staff, such as ["2"].'
        );
    END IF;
    v_staff_ids := ARRAY(SELECT json_array_elements_text(seed_escalate.staff_ids));
    SELECT g.name INTO v_wrong
    FROM (
        SELECT 'ticketId' AS name, seed_escalate.ticket_id AS id
        UNION ALL
        SELECT 'requestedBy', seed_escalate.requested_by
        UNION ALL
        SELECT 'staffIds', coalesce(s.id, '') FROM unnest(v_staff_ids) AS s(id)
    ) AS g
    WHERE g.id !~ '^[0-9]{1,18}$'
    LIMIT 1;
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s is not of digits', v_wrong), NULL, 'Give ids as the API returns them.'
        );
    END IF;
    IF v_staff_ids = '{}' THEN
        PERFORM helpdesk.refuse('PD014', 'staffIds names nobody', NULL, 'Name at least one of /rest/staff.');
    ELSIF v_staff_ids::bigint[] && ARRAY[seed_escalate.requested_by::bigint, helpdesk.me()] THEN
        PERFORM helpdesk.refuse('PD014', 'staffIds names who asks', NULL, 'Ask somebody else.');
    END IF;
    v_escalation_id := helpdesk.escalate_ticket(
        seed_escalate.ticket_id::bigint, v_staff_ids::bigint[], seed_escalate.message,
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
                    'link', format('/%s/agent/tickets/%s', helpdesk.route_prefix(), n.ticket_id),
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
$$Ask colleagues for help, in the shape of POST /api/tickets/{ticket}/escalate

Ids are strings. requested_by must be the caller, administrators excepted. Returns {success, escalation: {escalationId,
ticketId, mentions, notifications}}. Raises PD001, PD002, PD006, PD014.$$;
GRANT EXECUTE ON FUNCTION api.seed_escalate TO agent, admin;
