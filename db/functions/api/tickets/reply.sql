CREATE FUNCTION api.reply(
    ticket_id bigint,
    body text,
    status text DEFAULT NULL,
    assignee_id bigint DEFAULT NULL,
    tags text[] DEFAULT '{}',
    idempotency_key text DEFAULT NULL,
    version int DEFAULT NULL,
    uploads uuid[] DEFAULT '{}',
    seen_message_id bigint DEFAULT NULL
) RETURNS api.messages
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(reply.idempotency_key, 'reply', jsonb_build_array(
        reply.ticket_id, reply.body, reply.status, reply.assignee_id, reply.tags, reply.version,
        reply.uploads, reply.seen_message_id
    ));
    v_message_id bigint;
    v_result api.messages;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    IF num_nonnulls(reply.version, reply.seen_message_id) > 0 THEN
        PERFORM helpdesk.lock_ticket(reply.ticket_id, 'tickets.reply', reply.version);
        PERFORM helpdesk.refuse_unseen_message(reply.ticket_id, reply.seen_message_id);
    END IF;
    IF reply.assignee_id IS NOT NULL THEN
        PERFORM helpdesk.lock_ticket(reply.ticket_id, 'tickets.assign');
        UPDATE helpdesk.ticket AS t SET assignee_id = reply.assignee_id WHERE t.ticket_id = reply.ticket_id;
    END IF;
    INSERT INTO helpdesk.message (ticket_id, kind, body, sets_status)
    VALUES (reply.ticket_id, 'reply', reply.body, reply.status)
    RETURNING message_id INTO v_message_id;
    IF reply.uploads <> '{}' THEN
        PERFORM helpdesk.place_uploads(reply.uploads, m.ticket_id, m.message_id)
        FROM helpdesk.message AS m
        WHERE m.message_id = v_message_id;
    END IF;
    IF reply.tags <> '{}' THEN
        PERFORM helpdesk.add_tags(reply.ticket_id, reply.tags);
    END IF;
    SELECT * INTO v_result FROM api.messages AS m WHERE m.message_id = v_message_id;
    IF reply.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(reply.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.reply IS
$$Write a public reply

Staff may set status, assignee and tags in the same call. Without status, the settings status_on_agent_reply and
status_on_customer_reply decide; a requester's reply reopens a resolved or closed ticket. A later one than setting
reopen_within_days allows opens a linked follow-up, whose id the message returned has. version: what the caller saw;
refused with PD005 if the ticket has changed since. seen_message_id: the last message that the caller saw; refused with
PD186 if somebody else has written since. uploads: the upload_key of files of POST /files. idempotency_key: the same
call again within 24 hours gives the first answer. Raises PD001, PD002, PD003, PD004, PD005, PD007, PD015, PD156,
PD157, PD158, PD186, PD504, PD505.$$;
GRANT EXECUTE ON FUNCTION api.reply TO customer, agent, admin;
