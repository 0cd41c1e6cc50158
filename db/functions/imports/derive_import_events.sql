CREATE OR REPLACE FUNCTION helpdesk.derive_import_events() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning SET enable_nestloop = off
AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_told;
    -- The first and last value of what changes, as far as it is told.
    CREATE TEMP TABLE import_told ON COMMIT DROP AS
    SELECT
        e.ticket_id,
        bool_or(e.kind = 'ticket_created') AS is_created,
        bool_or(e.kind IN ('ticket_assigned', 'ticket_unassigned')) AS is_assigned,
        (array_agg(e.payload ->> 'from' ORDER BY e.at, e.line) FILTER (WHERE e.kind = 'ticket_status_changed'))[1]
            AS first_status,
        (array_agg(e.payload ->> 'from' ORDER BY e.at, e.line) FILTER (WHERE e.kind = 'ticket_priority_changed'))[1]
            AS first_priority,
        (array_agg(e.payload -> 'from' ORDER BY e.at, e.line) FILTER (WHERE e.kind = 'department_changed'))[1]
            AS first_department,
        (array_agg(coalesce(e.payload ->> 'to', e.payload ->> 'status') ORDER BY e.at DESC, e.line DESC) FILTER (
            WHERE e.kind = 'ticket_status_changed'
                OR e.kind IN ('ticket_created', 'reply_created') AND e.payload ? 'status'
        ))[1] AS last_status,
        (array_agg(coalesce(e.payload ->> 'to', e.payload ->> 'priority') ORDER BY e.at DESC, e.line DESC) FILTER (
            WHERE e.kind IN ('ticket_created', 'ticket_priority_changed')
        ))[1] AS last_priority,
        (array_agg(coalesce(e.payload -> 'to', e.payload -> 'department_id') ORDER BY e.at DESC, e.line DESC) FILTER (
            WHERE e.kind IN ('ticket_created', 'department_changed')
        ))[1] AS last_department,
        (array_agg(e.payload -> 'to' ORDER BY e.at DESC, e.line DESC) FILTER (
            WHERE e.kind IN ('ticket_assigned', 'ticket_unassigned')
        ))[1] AS last_assignee,
        max(e.at) AS last_at
    FROM pg_temp.import_event AS e
    GROUP BY e.ticket_id;

    INSERT INTO pg_temp.import_event
    WITH start AS (SELECT s.status FROM helpdesk.status AS s WHERE s.is_default)
    SELECT
        h.ticket_id, h.created_at, 0, 0::bigint, 'ticket_created',
        NULL::bigint, 'system', NULL::bigint,
        jsonb_build_object(
            'status', coalesce(
                o.first_status, CASE WHEN h.status_category = 'new' THEN h.status ELSE d.status END
            ),
            'priority', coalesce(o.first_priority, h.priority),
            'ticket_type', h.ticket_type,
            'channel', h.channel,
            'requester_id', h.requester_id,
            'organisation_id', h.organisation_id,
            'department_id', coalesce(o.first_department, to_jsonb(h.department_id), 'null'),
            'assignee_id', NULL,
            'due_at', h.due_at
        )
    FROM pg_temp.import_ticket AS t
    JOIN helpdesk.ticket AS h USING (ticket_id)
    CROSS JOIN start AS d
    LEFT JOIN pg_temp.import_told AS o USING (ticket_id)
    WHERE NOT coalesce(o.is_created, false)
    UNION ALL
    SELECT
        h.ticket_id, CASE WHEN t.is_new THEN h.created_at ELSE greatest(h.updated_at, o.last_at) END, 1, 1,
        CASE WHEN h.assignee_id IS NULL THEN 'ticket_unassigned' ELSE 'ticket_assigned' END, NULL, 'system', NULL,
        jsonb_build_object('from', coalesce(o.last_assignee, 'null'), 'to', h.assignee_id)
    FROM pg_temp.import_ticket AS t
    JOIN helpdesk.ticket AS h USING (ticket_id)
    LEFT JOIN pg_temp.import_told AS o USING (ticket_id)
    WHERE CASE
        WHEN coalesce(o.is_assigned, false)
            THEN coalesce(o.last_assignee, 'null') <> coalesce(to_jsonb(h.assignee_id), 'null')
        ELSE h.assignee_id IS NOT NULL
    END
    UNION ALL
    SELECT
        m.ticket_id, m.created_at, 2, b.line,
        CASE
            WHEN m.kind <> 'reply' THEN 'internal_note_added'
            WHEN m.author_id IS NULL THEN 'automatic_reply'
            ELSE 'reply_created'
        END,
        m.author_id, coalesce(p.role, 'system'), m.message_id,
        jsonb_build_object(
            'author_is_staff', coalesce(p.role <> 'customer' AND m.author_id <> h.requester_id, false),
            'channel', m.channel
        )
    FROM pg_temp.import_message AS m
    JOIN pg_temp.import_batch AS b USING (import_row_id)
    JOIN pg_temp.import_ticket AS t ON t.ticket_id = m.ticket_id
    JOIN helpdesk.ticket AS h ON h.ticket_id = m.ticket_id
    LEFT JOIN pg_temp.import_told AS o ON o.ticket_id = m.ticket_id
    LEFT JOIN helpdesk.person AS p ON p.person_id = m.author_id
    WHERE m.kind <> 'system' AND NOT (t.is_new AND coalesce(o.is_created, false)) AND NOT EXISTS (
        SELECT
        FROM pg_temp.import_event AS e
        WHERE e.message_id = m.message_id
            AND e.kind IN ('reply_created', 'automatic_reply', 'internal_note_added')
    )
    UNION ALL
    SELECT
        g.ticket_id, CASE WHEN t.is_new THEN h.created_at ELSE greatest(h.updated_at, o.last_at) END, 1, g.tag_id,
        'tag_added', NULL, 'system', NULL, jsonb_build_object('tag_id', g.tag_id, 'name', n.name)
    FROM pg_temp.import_ticket AS t
    JOIN helpdesk.ticket AS h USING (ticket_id)
    JOIN helpdesk.ticket_tag AS g USING (ticket_id)
    JOIN helpdesk.tag AS n USING (tag_id)
    LEFT JOIN pg_temp.import_told AS o USING (ticket_id)
    WHERE NOT (t.is_new AND coalesce(o.is_created, false)) AND NOT EXISTS (
        SELECT
        FROM pg_temp.import_event AS e
        WHERE e.ticket_id = g.ticket_id AND e.kind = 'tag_added' AND e.payload -> 'tag_id' = to_jsonb(g.tag_id)
    )
    UNION ALL
    SELECT
        h.ticket_id, greatest(h.updated_at, o.last_at), 3, 0, 'ticket_priority_changed', NULL, 'system', NULL,
        jsonb_build_object('from', o.last_priority, 'to', h.priority)
    FROM pg_temp.import_told AS o
    JOIN helpdesk.ticket AS h USING (ticket_id)
    WHERE o.last_priority <> h.priority
    UNION ALL
    SELECT
        h.ticket_id, greatest(h.updated_at, o.last_at), 3, 1, 'department_changed', NULL, 'system', NULL,
        jsonb_build_object('from', o.last_department, 'to', h.department_id)
    FROM pg_temp.import_told AS o
    JOIN helpdesk.ticket AS h USING (ticket_id)
    WHERE o.last_department IS DISTINCT FROM coalesce(to_jsonb(h.department_id), 'null')
        AND o.is_created
    UNION ALL
    SELECT
        h.ticket_id, r.created_at, 4, extract(epoch FROM r.resolved_at)::bigint, 'rated', r.rated_by,
        p.role, NULL, jsonb_build_object('rating', r.rating, 'agent_id', r.agent_id)
    FROM pg_temp.import_ticket AS t
    JOIN helpdesk.ticket AS h USING (ticket_id)
    JOIN helpdesk.rating AS r USING (ticket_id)
    JOIN helpdesk.person AS p ON p.person_id = r.rated_by
    WHERE NOT EXISTS (
        SELECT
        FROM pg_temp.import_event AS e
        WHERE e.ticket_id = t.ticket_id AND e.kind = 'rated' AND e.at = r.created_at
    );
    PERFORM helpdesk.derive_import_ends();
END
$$;

COMMENT ON FUNCTION helpdesk.derive_import_events IS
'Adds what the source does not tell and the rows say: that tickets were opened, answered, tagged, assigned, rated. A '
'new ticket whose opening is told has its history told whole.';
