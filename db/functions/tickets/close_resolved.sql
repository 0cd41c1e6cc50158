CREATE OR REPLACE FUNCTION helpdesk.close_resolved(
    p_as_of timestamptz DEFAULT NULL,
    p_days int DEFAULT NULL,
    p_limit int DEFAULT 10000
)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH due AS (
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.status_category = 'solved'
            AND t.deleted_at IS NULL
            AND coalesce(p_days, helpdesk.setting_int('auto_close_resolved_after_days')) > 0
            AND t.resolved_at <= coalesce(p_as_of, helpdesk.clock())
                - make_interval(days => coalesce(p_days, helpdesk.setting_int('auto_close_resolved_after_days')))
            AND helpdesk.can_transition(t, 'closed')
        ORDER BY t.resolved_at
        LIMIT p_limit
        FOR NO KEY UPDATE SKIP LOCKED
    ),
    closed AS (
        UPDATE helpdesk.ticket AS t SET status = 'closed' FROM due WHERE t.ticket_id = due.ticket_id RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM closed;
END;

COMMENT ON FUNCTION helpdesk.close_resolved IS
'Closes up to p_limit tickets that have been resolved for p_days (setting auto_close_resolved_after_days); returns how '
'many. SKIP LOCKED makes two at once safe.';
GRANT EXECUTE ON FUNCTION helpdesk.close_resolved TO worker;
