CREATE OR REPLACE FUNCTION helpdesk.unmark_spam(p_ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.lock_ticket(p_ticket_id, 'tickets.spam');
    UPDATE helpdesk.ticket AS t
    SET is_spam = false,
        status_before = NULL,
        status = coalesce(
            (SELECT s.status FROM helpdesk.status AS s WHERE s.status = t.status_before AND s.is_active), 'reopened'
        )
    WHERE t.ticket_id = p_ticket_id AND t.is_spam;
END
$$;

COMMENT ON FUNCTION helpdesk.unmark_spam IS
'Gives a ticket that is no spam its status back; the sender stays blocked. Raises PD001, PD002.';
