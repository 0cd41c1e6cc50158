CREATE OR REPLACE FUNCTION helpdesk.take_reply_back(p_message helpdesk.message, p_within_seconds int) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket;
    v_before helpdesk.ticket;
BEGIN
    SELECT * INTO v_ticket
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id = p_message.ticket_id AND t.deleted_at IS NULL
    FOR NO KEY UPDATE;
    IF v_ticket.ticket_id IS NULL OR NOT helpdesk.can_see_ticket(v_ticket) THEN
        RETURN helpdesk.refusal('PD001', format('ticket %s not found', p_message.ticket_id));
    ELSIF NOT helpdesk.can_work_on_ticket(v_ticket) THEN
        RETURN helpdesk.work_refusal(v_ticket);
    -- Whoever held the lock may have done so already.
    ELSIF EXISTS (
        SELECT FROM helpdesk.message AS m WHERE m.message_id = p_message.message_id AND m.deleted_at IS NOT NULL
    ) THEN
        RETURN helpdesk.refusal('PD001', format('reply %s was taken back', p_message.message_id));
    END IF;
    IF helpdesk.find_legal_hold(NULL, v_ticket.ticket_id) IS NOT NULL THEN
        RETURN helpdesk.refusal('PD121', format('message %s is under legal hold', p_message.message_id));
    END IF;
    -- Locked, so that no worker takes one meanwhile; what one has taken is known then.
    PERFORM 1 FROM helpdesk.outgoing_mail AS m
    WHERE m.ticket_id = v_ticket.ticket_id AND m.message_id = p_message.message_id
    FOR UPDATE;
    IF p_message.created_at + make_interval(secs => p_within_seconds) <= helpdesk.clock()
        OR EXISTS (
            SELECT FROM helpdesk.outgoing_mail AS m
            WHERE m.ticket_id = v_ticket.ticket_id
                AND m.message_id = p_message.message_id
                AND m.state IN ('sending', 'sent')
        ) THEN
        RETURN helpdesk.refusal(
            'PD141', format('reply %s is on its way', p_message.message_id),
            format('It could be undone for %s seconds.', p_within_seconds)
        );
    END IF;
    UPDATE helpdesk.outgoing_mail AS m
    SET state = 'withdrawn'
    WHERE m.ticket_id = v_ticket.ticket_id AND m.message_id = p_message.message_id AND m.state = 'queued';
    UPDATE helpdesk.message AS m SET deleted_at = helpdesk.clock() WHERE m.message_id = p_message.message_id;
    -- The status that the reply gave the ticket goes, too, if nobody has changed it since and there is a way back.
    v_before := v_ticket;
    SELECT s.payload ->> 'from' INTO v_before.status
    FROM helpdesk.event AS r
    JOIN helpdesk.event AS s ON s.ticket_id = r.ticket_id AND s.xid = r.xid AND s.kind = 'ticket_status_changed'
    WHERE r.message_id = p_message.message_id AND r.kind = 'reply_created' AND s.payload ->> 'to' = v_ticket.status;
    IF FOUND AND (SELECT o.code FROM helpdesk.transition_obstacle(v_ticket, v_before, false) AS o) IS NULL THEN
        UPDATE helpdesk.ticket AS t SET status = v_before.status WHERE t.ticket_id = v_ticket.ticket_id;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.take_reply_back IS
'Takes a reply back that nobody was mailed yet: withdraws its mails, deletes it, gives the ticket back the status that '
'it had. NULL, or the refusal: the ticket is out of reach, or the reply on its way.';
