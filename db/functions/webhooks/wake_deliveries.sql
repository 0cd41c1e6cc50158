CREATE OR REPLACE FUNCTION helpdesk.wake_deliveries() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH standing AS MATERIALIZED (
        SELECT w.webhook_id
        FROM helpdesk.webhook AS w
        WHERE EXISTS (
                SELECT 1 FROM helpdesk.webhook_delivery AS d WHERE d.webhook_id = w.webhook_id AND d.is_waiting
            )
            AND NOT EXISTS (
                SELECT 1
                FROM helpdesk.webhook_turn AS t
                WHERE t.webhook_id = w.webhook_id AND t.ends_at > helpdesk.clock()
            )
    )
    SELECT count(helpdesk.wake_delivery(s.webhook_id)) FROM standing AS s;
END;

COMMENT ON FUNCTION helpdesk.wake_deliveries IS
'Goes on with lines whose turn nobody has ended: a worker has died, or what was to come next is gone. Returns how '
'many.';
GRANT EXECUTE ON FUNCTION helpdesk.wake_deliveries TO worker;
