CREATE OR REPLACE FUNCTION helpdesk.wake_deliveries() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH standing AS MATERIALIZED (
        SELECT w.webhook_id
        FROM helpdesk.webhook AS w
        WHERE w.is_active
            AND coalesce(w.rests_until <= helpdesk.clock(), true)
            AND EXISTS (
                SELECT 1
                FROM helpdesk.webhook_delivery AS d
                WHERE d.webhook_id = w.webhook_id AND d.state = 'queued' AND d.next_at <= helpdesk.clock()
            )
            AND NOT EXISTS (
                SELECT 1
                FROM helpdesk.webhook_turn AS t
                WHERE t.webhook_id = w.webhook_id AND t.ends_at > helpdesk.clock()
            )
    )
    SELECT count(helpdesk.call_deliveries(s.webhook_id)) FROM standing AS s;
END;

COMMENT ON FUNCTION helpdesk.wake_deliveries IS
'Goes on with webhooks that nobody is telling what is due: a worker has died, or its call is gone. Returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.wake_deliveries TO worker;
