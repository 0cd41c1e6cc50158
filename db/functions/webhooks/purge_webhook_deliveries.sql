CREATE OR REPLACE FUNCTION helpdesk.purge_webhook_deliveries(p_days int DEFAULT 30, p_limit int DEFAULT 10000)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.webhook_delivery AS d
        WHERE d.delivery_id IN (
            SELECT o.delivery_id
            FROM helpdesk.webhook_delivery AS o
            WHERE o.state <> 'queued' AND o.created_at < helpdesk.clock() - make_interval(days => p_days)
                -- A ticket's last delivery stays, so that the count goes on from it.
                AND EXISTS (
                    SELECT 1 FROM helpdesk.webhook_delivery AS l
                    WHERE l.webhook_id = o.webhook_id AND l.ticket_id = o.ticket_id AND l.sequence > o.sequence
                )
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_webhook_deliveries IS
'Deletes up to p_limit deliveries older than p_days that are delivered or dead; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_webhook_deliveries TO worker;
