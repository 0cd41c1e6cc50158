-- Day by day, since so an index finds each, however few are asked for.
CREATE OR REPLACE VIEW helpdesk.activity_count AS
SELECT
    d.day,
    c.split_by,
    c.key,
    c.created,
    c.resolved,
    c.closed,
    c.reopened,
    c.staff_replies,
    c.customer_replies,
    c.opened,
    c.solved,
    c.open_change
FROM helpdesk.event_day AS d
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN grouping(t.department_id) = 0 THEN 'department'
            WHEN grouping(t.priority) = 0 THEN 'priority'
            WHEN grouping(t.channel) = 0 THEN 'channel'
            ELSE 'agent'
        END AS split_by,
        coalesce(t.department_id::text, t.priority, t.channel, t.assignee_id::text, '') AS key,
        count(*) FILTER (WHERE e.kind = 'ticket_created') AS created,
        count(*) FILTER (WHERE e.kind = 'ticket_resolved') AS resolved,
        count(*) FILTER (
            WHERE e.kind = 'ticket_closed' AND NOT e.payload ?| ARRAY['merged_into_id', 'is_spam']
        ) AS closed,
        count(*) FILTER (WHERE e.kind = 'ticket_reopened') AS reopened,
        count(*) FILTER (WHERE e.kind = 'reply_created' AND e.payload @> '{"author_is_staff": true}') AS staff_replies,
        count(*) FILTER (
            WHERE e.kind = 'reply_created' AND e.payload @> '{"author_is_staff": false}'
        ) AS customer_replies,
        count(*) FILTER (WHERE s.step > 0 AND NOT e.payload ? 'because') AS opened,
        count(*) FILTER (WHERE s.step < 0 AND NOT e.payload ? 'because') AS solved,
        coalesce(sum(s.step), 0) AS open_change
    FROM helpdesk.event AS e
    JOIN helpdesk.ticket AS t USING (ticket_id)
    LEFT JOIN helpdesk.status AS o ON e.kind = 'ticket_status_changed' AND o.status = e.payload ->> 'from'
    LEFT JOIN helpdesk.status AS n ON e.kind = 'ticket_status_changed' AND n.status = e.payload ->> 'to'
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN e.kind = 'ticket_created' THEN 1
            WHEN o.category IN ('solved', 'closed') AND n.category NOT IN ('solved', 'closed') THEN 1
            WHEN o.category NOT IN ('solved', 'closed') AND n.category IN ('solved', 'closed') THEN -1
        END AS step
    ) AS s
    WHERE e.kind IN (
            'ticket_created', 'ticket_resolved', 'ticket_closed', 'ticket_reopened', 'ticket_status_changed',
            'reply_created'
        )
        AND e.at >= d.day::timestamp AT TIME ZONE 'UTC' AND e.at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
        AND t.deleted_at IS NULL
    GROUP BY GROUPING SETS ((t.department_id), (t.priority), (t.channel), (t.assignee_id))
) AS c;

COMMENT ON VIEW helpdesk.activity_count IS
'What activity_day keeps, counted from the events.';
