CREATE OR REPLACE FUNCTION helpdesk.wake_tickets(p_ticket_ids bigint[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH woken AS (
        UPDATE helpdesk.ticket AS t
        SET snoozed_until = NULL,
            status_before = NULL,
            status = coalesce(
                (SELECT s.status FROM helpdesk.status AS s WHERE s.status = t.status_before AND s.is_active), t.status
            )
        WHERE t.ticket_id = ANY (p_ticket_ids) AND t.snoozed_until IS NOT NULL
        RETURNING 1
    )
    SELECT count(*) FROM woken;
END;

COMMENT ON FUNCTION helpdesk.wake_tickets IS
'Wakes locked tickets and gives back the status from before; those that do not sleep stay as they are.';
