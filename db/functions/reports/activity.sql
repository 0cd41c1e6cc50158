CREATE OR REPLACE VIEW reports.activity AS
SELECT
    e.ticket_id,
    e.at,
    (e.at AT TIME ZONE 'UTC')::date AS day,
    CASE e.kind
        WHEN 'ticket_created' THEN 'created'
        WHEN 'ticket_resolved' THEN 'resolved'
        WHEN 'ticket_closed' THEN 'closed'
        WHEN 'ticket_reopened' THEN 'reopened'
        ELSE CASE WHEN e.payload @> '{"author_is_staff": true}' THEN 'staff_reply' ELSE 'customer_reply' END
    END AS what,
    e.actor_id AS person_id,
    t.department,
    t.priority,
    t.channel,
    t.agent_id
FROM helpdesk.event AS e
JOIN reports.tickets AS t USING (ticket_id)
WHERE e.kind IN ('ticket_created', 'ticket_resolved', 'ticket_closed', 'ticket_reopened', 'reply_created')
    AND NOT (e.kind = 'ticket_closed' AND e.payload ?| ARRAY['merged_into_id', 'is_spam']);

COMMENT ON VIEW reports.activity IS
'What happened to tickets: opened, resolved, closed, reopened, replied to; a row each time. Merging and marking '
'as spam do not count as closing. Filter by at, which an index serves.';
COMMENT ON COLUMN reports.activity.ticket_id IS 'Ticket.';
COMMENT ON COLUMN reports.activity.at IS 'When it happened.';
COMMENT ON COLUMN reports.activity.day IS 'Day in UTC on which it happened.';
COMMENT ON COLUMN reports.activity.what IS 'created, resolved, closed, reopened, staff_reply or customer_reply.';
COMMENT ON COLUMN reports.activity.person_id IS 'Who did it, a number; empty: pgdesk itself.';
COMMENT ON COLUMN reports.activity.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.activity.priority IS 'Priority of the ticket now.';
COMMENT ON COLUMN reports.activity.channel IS 'How the ticket came in.';
COMMENT ON COLUMN reports.activity.agent_id IS 'Assignee of the ticket now, a number; empty: nobody.';
GRANT SELECT ON reports.activity TO reporter;
