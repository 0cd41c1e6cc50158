CREATE OR REPLACE FUNCTION helpdesk.send_surveys(p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH due AS (
        DELETE FROM helpdesk.survey_wait AS w
        WHERE w.ticket_id IN (
            SELECT o.ticket_id
            FROM helpdesk.survey_wait AS o
            WHERE o.due_at <= helpdesk.clock()
            ORDER BY o.due_at
            LIMIT p_limit
            FOR UPDATE SKIP LOCKED
        )
        RETURNING w.ticket_id
    ),
    asked AS (
        SELECT
            CASE
                WHEN t.resolved_at IS NOT NULL AND t.merged_into_id IS NULL AND NOT EXISTS (
                    SELECT FROM helpdesk.rating AS g
                    WHERE g.ticket_id = t.ticket_id AND g.resolved_at = t.resolved_at
                ) THEN helpdesk.add_guest_mail('rate_ticket', t.ticket_id)
            END AS is_mailed
        FROM due AS d
        JOIN helpdesk.ticket AS t ON t.ticket_id = d.ticket_id
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM asked;
END;

COMMENT ON FUNCTION helpdesk.send_surveys IS
'Mails up to p_limit requesters a link by which they rate their resolved ticket, unless it was rated or reopened by '
'now; returns how many waited. SKIP LOCKED makes two at once safe.';
GRANT EXECUTE ON FUNCTION helpdesk.send_surveys TO worker;
