CREATE FUNCTION api.schedule_reply(ticket_id bigint, body text, send_at timestamptz, status text DEFAULT NULL)
RETURNS api.scheduled_replies
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(schedule_reply.ticket_id, 'tickets.reply');
    v_id bigint;
    v_result api.scheduled_replies;
BEGIN
    IF v_ticket.merged_into_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD015', format('ticket %s has been merged', v_ticket.reference),
            format('It was merged into ticket %s.', v_ticket.merged_into_id)
        );
    END IF;
    IF schedule_reply.status IS NOT NULL THEN
        PERFORM helpdesk.lock_ticket(v_ticket.ticket_id, 'tickets.status');
        IF NOT EXISTS (SELECT 1 FROM helpdesk.status AS s WHERE s.status = schedule_reply.status) THEN
            PERFORM helpdesk.refuse(
                'PD006', format('status %s does not exist', schedule_reply.status), NULL, 'See /rest/statuses.'
            );
        END IF;
    END IF;
    INSERT INTO helpdesk.scheduled_reply (ticket_id, author_id, body, sets_status, send_at)
    VALUES (
        v_ticket.ticket_id, helpdesk.me(), schedule_reply.body, schedule_reply.status, schedule_reply.send_at
    )
    RETURNING scheduled_reply_id INTO v_id;
    DELETE FROM helpdesk.draft AS d
    WHERE d.person_id = helpdesk.me() AND d.ticket_id = v_ticket.ticket_id AND d.kind = 'reply';
    SELECT * INTO v_result FROM api.scheduled_replies AS r WHERE r.scheduled_reply_id = v_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.schedule_reply IS
$$Write a public reply later

Within a year. If the customer writes first, or it cannot be written then, it is a draft again and its author is told.
Raises PD001, PD002, PD006, PD015.$$;
GRANT EXECUTE ON FUNCTION api.schedule_reply TO agent, admin;
