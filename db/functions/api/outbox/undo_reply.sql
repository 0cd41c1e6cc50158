CREATE FUNCTION api.undo_reply(message_id bigint) RETURNS api.drafts
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_message helpdesk.message;
    v_ticket helpdesk.ticket;
    v_status text;
    v_result api.drafts;
BEGIN
    SELECT * INTO v_message
    FROM helpdesk.message AS m
    WHERE m.message_id = undo_reply.message_id
        AND m.kind = 'reply'
        AND m.author_id = helpdesk.me()
        AND m.deleted_at IS NULL;
    IF v_message.message_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('the caller has written no reply %s', coalesce(undo_reply.message_id::text, 'null'))
        );
    END IF;
    v_ticket := helpdesk.lock_ticket(v_message.ticket_id, 'tickets.reply');
    -- Locked, so that no worker takes one meanwhile; what one has taken is known then.
    PERFORM 1 FROM helpdesk.outgoing_mail AS m
    WHERE m.ticket_id = v_ticket.ticket_id AND m.message_id = v_message.message_id
    FOR UPDATE;
    IF v_message.created_at + make_interval(secs => helpdesk.setting_int('undo_send_seconds')) <= helpdesk.clock()
        OR EXISTS (
            SELECT FROM helpdesk.outgoing_mail AS m
            WHERE m.ticket_id = v_ticket.ticket_id
                AND m.message_id = v_message.message_id
                AND m.state IN ('sending', 'sent')
        ) THEN
        PERFORM helpdesk.refuse(
            'PD141', format('reply %s is on its way', v_message.message_id),
            format('It could be undone for %s seconds.', helpdesk.setting_int('undo_send_seconds'))
        );
    END IF;
    UPDATE helpdesk.outgoing_mail AS m
    SET state = 'withdrawn'
    WHERE m.ticket_id = v_ticket.ticket_id AND m.message_id = v_message.message_id AND m.state = 'queued';
    UPDATE helpdesk.message AS m SET deleted_at = helpdesk.clock() WHERE m.message_id = v_message.message_id;
    -- The status that the reply gave the ticket goes, too, if nobody has changed it since and there is a way back.
    SELECT s.payload ->> 'from' INTO v_status
    FROM helpdesk.event AS r
    JOIN helpdesk.event AS s ON s.ticket_id = r.ticket_id AND s.xid = r.xid AND s.kind = 'ticket_status_changed'
    JOIN helpdesk.status_transition AS w
        ON w.from_status = v_ticket.status
        AND w.to_status = s.payload ->> 'from'
        AND helpdesk.actor_role() = ANY (w.roles)
    WHERE r.message_id = v_message.message_id
        AND r.kind = 'reply_created'
        AND s.payload ->> 'to' = v_ticket.status
        AND w.required_fields = '{}';
    IF v_status IS NOT NULL AND helpdesk.can('tickets.status') THEN
        UPDATE helpdesk.ticket AS t SET status = v_status WHERE t.ticket_id = v_ticket.ticket_id;
    END IF;
    PERFORM helpdesk.give_draft_back(helpdesk.me(), v_ticket.ticket_id, v_message.body);
    SELECT * INTO v_result
    FROM api.drafts AS d
    WHERE d.ticket_id = v_ticket.ticket_id AND d.kind = 'reply'
        AND EXISTS (
            SELECT FROM helpdesk.draft AS o
            WHERE o.person_id = helpdesk.me() AND o.ticket_id = d.ticket_id AND o.kind = d.kind AND o.body = d.body
        );
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.undo_reply IS
$$Take one's own reply back before it is mailed

Within undo_send_seconds: its mails are withdrawn, the message is deleted, the status that it gave the ticket goes where
that may be, and its text is a draft again. Raises PD001, PD002, PD015, PD141.$$;
GRANT EXECUTE ON FUNCTION api.undo_reply TO agent, admin;
