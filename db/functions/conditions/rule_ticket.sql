CREATE OR REPLACE VIEW helpdesk.rule_ticket AS
SELECT
    t.ticket_id,
    t.reference,
    t.subject,
    t.description,
    t.status,
    t.status_category,
    t.priority,
    t.ticket_type,
    t.channel,
    t.language,
    t.department_id,
    t.assignee_id,
    t.requester_id,
    t.organisation_id,
    t.created_at,
    t.updated_at,
    t.first_response_at,
    t.last_message_at,
    t.resolved_at,
    t.reopened_at,
    t.deleted_at,
    t.due_at,
    t.next_due_at,
    t.priority_rank,
    t.snoozed_until,
    t.is_spam,
    r.name AS requester_name,
    r.email AS requester_email,
    r.is_guest AS requester_is_guest,
    r.language AS requester_language,
    o.name AS organisation_name,
    a.availability AS assignee_availability,
    (custom.*)::helpdesk.ticket_custom AS custom,
    (
        SELECT count(*)
        FROM helpdesk.message AS m
        WHERE m.ticket_id = t.ticket_id AND m.kind = 'reply' AND m.deleted_at IS NULL
    ) AS reply_count,
    (
        SELECT m.created_at FROM helpdesk.message AS m
        WHERE m.ticket_id = t.ticket_id AND m.kind = 'reply' AND m.author_id IS NOT NULL AND m.deleted_at IS NULL
        ORDER BY m.message_id DESC LIMIT 1
    ) AS last_reply_at,
    (
        SELECT m.author_id <> t.requester_id
            AND EXISTS (SELECT 1 FROM helpdesk.agent AS s WHERE s.person_id = m.author_id)
        FROM helpdesk.message AS m
        WHERE m.ticket_id = t.ticket_id AND m.kind = 'reply' AND m.author_id IS NOT NULL AND m.deleted_at IS NULL
        ORDER BY m.message_id DESC LIMIT 1
    ) AS last_reply_is_by_staff,
    (
        SELECT m.body FROM helpdesk.message AS m
        WHERE m.ticket_id = t.ticket_id AND m.author_id IS NOT NULL AND m.deleted_at IS NULL
        ORDER BY m.message_id DESC LIMIT 1
    ) AS last_message_body,
    (
        SELECT e.at FROM helpdesk.event AS e
        WHERE e.ticket_id = t.ticket_id AND e.kind IN ('ticket_created', 'ticket_status_changed')
        ORDER BY e.event_id DESC LIMIT 1
    ) AS status_changed_at,
    (
        SELECT e.at FROM helpdesk.event AS e
        WHERE e.ticket_id = t.ticket_id AND e.kind IN ('ticket_assigned', 'ticket_unassigned')
        ORDER BY e.event_id DESC LIMIT 1
    ) AS assigned_at,
    (
        SELECT c.due_at FROM helpdesk.sla_clock AS c
        WHERE c.ticket_id = t.ticket_id AND c.metric = 'first_response' AND c.stopped_at IS NULL
        ORDER BY c.cycle DESC LIMIT 1
    ) AS sla_first_response_due_at,
    (
        SELECT c.due_at FROM helpdesk.sla_clock AS c
        WHERE c.ticket_id = t.ticket_id AND c.metric = 'next_response' AND c.stopped_at IS NULL
        ORDER BY c.cycle DESC LIMIT 1
    ) AS sla_next_response_due_at,
    (
        SELECT c.due_at FROM helpdesk.sla_clock AS c
        WHERE c.ticket_id = t.ticket_id AND c.metric = 'resolution' AND c.stopped_at IS NULL
        ORDER BY c.cycle DESC LIMIT 1
    ) AS sla_resolution_due_at
FROM helpdesk.ticket AS t
LEFT JOIN helpdesk.person AS r ON r.person_id = t.requester_id
LEFT JOIN helpdesk.organisation AS o ON o.organisation_id = t.organisation_id
LEFT JOIN helpdesk.agent AS a ON a.person_id = t.assignee_id
LEFT JOIN helpdesk.ticket_custom AS custom ON custom.ticket_id = t.ticket_id;

COMMENT ON VIEW helpdesk.rule_ticket IS
'What conditions look at. Columns and joins that a predicate does not name cost nothing: each is a scalar subquery or '
'a join on a key.';
