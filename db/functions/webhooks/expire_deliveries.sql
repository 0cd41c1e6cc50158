CREATE OR REPLACE FUNCTION helpdesk.expire_deliveries(p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH expired AS (
        UPDATE helpdesk.webhook_delivery AS d
        SET state = 'dead', next_at = NULL, last_error = 'the webhook was switched off'
        WHERE d.delivery_id IN (
            SELECT o.delivery_id
            FROM helpdesk.webhook_delivery AS o
            JOIN helpdesk.webhook AS w USING (webhook_id)
            WHERE o.state = 'queued'
                AND o.next_at < helpdesk.clock() - interval '24 hours'
                AND NOT w.is_active
            ORDER BY o.next_at
            LIMIT p_limit
            FOR UPDATE OF o SKIP LOCKED
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM expired;
END;

COMMENT ON FUNCTION helpdesk.expire_deliveries IS
'Gives up to p_limit deliveries up that have waited for a day for a webhook that is switched off; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.expire_deliveries TO worker;
