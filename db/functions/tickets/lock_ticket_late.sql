CREATE OR REPLACE FUNCTION helpdesk.lock_ticket_late(p_ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '700ms'
AS $$
BEGIN
    -- Nearly always it is free, or held by this transaction.
    PERFORM FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        PERFORM FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id FOR NO KEY UPDATE;
    END IF;
EXCEPTION WHEN lock_not_available THEN
    PERFORM helpdesk.refuse('PD026', format('ticket %s is being changed by somebody else', p_ticket_id));
END
$$;

COMMENT ON FUNCTION helpdesk.lock_ticket_late IS
'For triggers on what a ticket holds: a statement that names such a row has locked it before its ticket, while verbs '
'lock the ticket first. So it waits for less than deadlock_timeout, and gives way to whoever may wait for the row. '
'Raises PD026.';
