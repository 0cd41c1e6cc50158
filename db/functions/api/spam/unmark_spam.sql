CREATE FUNCTION api.unmark_spam(ticket_id bigint, version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(unmark_spam.ticket_id, 'tickets.spam', unmark_spam.version);
    UPDATE helpdesk.ticket AS t
    SET is_spam = false,
        status_before = NULL,
        status = coalesce(
            (SELECT s.status FROM helpdesk.status AS s WHERE s.status = t.status_before AND s.is_active), 'reopened'
        )
    WHERE t.ticket_id = unmark_spam.ticket_id AND t.is_spam;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = unmark_spam.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.unmark_spam IS
$$Say that a ticket is no spam

It gets its status back; its sender stays blocked, see rpc/unblock_sender. version: what the caller saw. Returns the
ticket. Raises PD001, PD002, PD005.$$;
GRANT EXECUTE ON FUNCTION api.unmark_spam TO agent, admin;
