CREATE FUNCTION api.withdraw_scheduled_reply(scheduled_reply_id bigint) RETURNS api.scheduled_replies
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_reply helpdesk.scheduled_reply;
    v_result api.scheduled_replies;
BEGIN
    PERFORM helpdesk.require('tickets.reply');
    SELECT * INTO v_reply
    FROM helpdesk.scheduled_reply AS r
    WHERE r.scheduled_reply_id = withdraw_scheduled_reply.scheduled_reply_id AND r.author_id = helpdesk.me()
    FOR UPDATE;
    IF v_reply.scheduled_reply_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format(
            'the caller has scheduled no reply %s', coalesce(withdraw_scheduled_reply.scheduled_reply_id::text, 'null')
        ));
    ELSIF v_reply.state <> 'waiting' THEN
        PERFORM helpdesk.refuse(
            'PD142', format('scheduled reply %s is %s', v_reply.scheduled_reply_id, v_reply.state)
        );
    END IF;
    UPDATE helpdesk.scheduled_reply AS r
    SET state = 'withdrawn'
    WHERE r.scheduled_reply_id = v_reply.scheduled_reply_id;
    PERFORM helpdesk.give_draft_back(helpdesk.me(), v_reply.ticket_id, v_reply.body);
    SELECT * INTO v_result
    FROM api.scheduled_replies AS r
    WHERE r.scheduled_reply_id = v_reply.scheduled_reply_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.withdraw_scheduled_reply IS
$$Take one's own reply back that waits for its time

It is a draft again. Raises PD001, PD002, PD142.$$;
GRANT EXECUTE ON FUNCTION api.withdraw_scheduled_reply TO agent, admin;
