CREATE OR REPLACE FUNCTION helpdesk.wake_snoozed(p_as_of timestamptz DEFAULT NULL, p_limit int DEFAULT 1000)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT helpdesk.job_has_more(helpdesk.wake_tickets(ARRAY(
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.snoozed_until <= coalesce(p_as_of, helpdesk.clock()) AND t.deleted_at IS NULL
        ORDER BY t.snoozed_until
        LIMIT p_limit
        FOR NO KEY UPDATE SKIP LOCKED
    )), p_limit);
END;

COMMENT ON FUNCTION helpdesk.wake_snoozed IS
'Wakes the tickets that are due, up to p_limit, and reads no others; returns how many. SKIP LOCKED leaves a '
'ticket to whoever is writing it, so two at once are safe.';
GRANT EXECUTE ON FUNCTION helpdesk.wake_snoozed TO worker;
