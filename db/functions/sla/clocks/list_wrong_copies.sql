CREATE OR REPLACE FUNCTION helpdesk.list_wrong_copies(p_limit int DEFAULT NULL) RETURNS TABLE (ticket_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT t.ticket_id
    FROM helpdesk.ticket AS t
    LEFT JOIN (
        SELECT
            c.ticket_id,
            min(c.due_at) AS next_due_at,
            CASE
                WHEN bool_or(c.breached_at IS NOT NULL) THEN 'breached'
                WHEN bool_or(c.warned_at IS NOT NULL) THEN 'warned'
                WHEN bool_or(c.mode = 'run') THEN 'running'
                ELSE 'paused'
            END AS sla_state
        FROM helpdesk.sla_clock AS c
        WHERE c.stopped_at IS NULL AND (c.target_us IS NOT NULL OR c.manual_due_at IS NOT NULL)
        GROUP BY c.ticket_id
    ) AS c USING (ticket_id)
    WHERE (t.next_due_at, t.sla_state) IS DISTINCT FROM (c.next_due_at, c.sla_state)
        -- check_sla shows these within the minute.
        AND NOT EXISTS (SELECT FROM helpdesk.sla_unshown AS u WHERE u.ticket_id = t.ticket_id)
    ORDER BY t.ticket_id
    LIMIT p_limit;
END;

COMMENT ON FUNCTION helpdesk.list_wrong_copies IS
'The first p_limit tickets whose next_due_at or sla_state is not what their open clocks say; no row: all are right.';
GRANT EXECUTE ON FUNCTION helpdesk.list_wrong_copies TO worker;
