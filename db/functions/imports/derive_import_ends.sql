CREATE OR REPLACE FUNCTION helpdesk.derive_import_ends() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
BEGIN
    INSERT INTO pg_temp.import_event
    WITH ended AS (
        SELECT
            h.ticket_id,
            h.status,
            h.status_category,
            coalesce(o.last_status, (
                SELECT e.payload ->> 'status'
                FROM pg_temp.import_event AS e
                WHERE e.ticket_id = h.ticket_id AND e.kind = 'ticket_created'
                LIMIT 1
            )) AS last_status,
            greatest(
                CASE h.status_category
                    WHEN 'solved' THEN h.resolved_at
                    WHEN 'closed' THEN h.closed_at
                    ELSE h.updated_at
                END,
                o.last_at
            ) AS at,
            greatest(h.resolved_at, o.last_at) AS resolved_at,
            h.is_spam
        FROM pg_temp.import_ticket AS t
        JOIN helpdesk.ticket AS h USING (ticket_id)
        LEFT JOIN pg_temp.import_told AS o USING (ticket_id)
    ),
    step AS (
        SELECT e.ticket_id, e.at, 0 AS number, e.last_status AS from_status, e.status AS to_status
        FROM ended AS e
        WHERE e.last_status <> e.status AND NOT (e.status_category = 'closed' AND e.resolved_at < e.at)
        UNION ALL
        -- Resolved before it was closed: two changes, if it was neither.
        SELECT e.ticket_id, v.at, v.number, v.from_status, v.to_status
        FROM ended AS e
        JOIN helpdesk.status AS b ON b.status = e.last_status
        CROSS JOIN (
            SELECT s.status FROM helpdesk.status AS s WHERE s.category = 'solved' ORDER BY s.position LIMIT 1
        ) AS s
        CROSS JOIN LATERAL (VALUES
            (e.resolved_at, 0, e.last_status, s.status),
            (e.at, 1, CASE WHEN b.category = 'solved' THEN e.last_status ELSE s.status END, e.status)
        ) AS v(at, number, from_status, to_status)
        WHERE e.last_status <> e.status AND e.status_category = 'closed' AND e.resolved_at < e.at
            AND (v.number = 1 OR b.category <> 'solved')
    )
    SELECT
        s.ticket_id, s.at, 5, s.number * 10 + k.number, k.kind, NULL, 'system', NULL,
        CASE k.number
            WHEN 0 THEN jsonb_build_object('from', s.from_status, 'to', s.to_status)
            ELSE '{}'
        END
    FROM step AS s
    JOIN helpdesk.status AS f ON f.status = s.from_status
    JOIN helpdesk.status AS u ON u.status = s.to_status
    CROSS JOIN LATERAL (
        SELECT 0 AS number, 'ticket_status_changed' AS kind
        UNION ALL
        SELECT 1, CASE
            WHEN u.category = 'closed' THEN 'ticket_closed'
            WHEN u.category = 'solved' THEN 'ticket_resolved'
            ELSE 'ticket_reopened'
        END
        WHERE u.category IN ('solved', 'closed') OR f.category IN ('solved', 'closed')
    ) AS k;
END
$$;

COMMENT ON FUNCTION helpdesk.derive_import_ends IS
'Adds the changes of status that lead from what is told last to where tickets stand.';
