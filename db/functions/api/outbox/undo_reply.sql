CREATE FUNCTION api.undo_reply(message_id bigint) RETURNS api.drafts
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_message helpdesk.message;
    v_ticket helpdesk.ticket;
    v_refusal jsonb;
    v_uploads uuid[];
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
    v_refusal := helpdesk.take_reply_back(v_message, helpdesk.setting_int('undo_send_seconds'));
    IF v_refusal IS NOT NULL THEN
        PERFORM helpdesk.raise_refusal(v_refusal);
    END IF;
    WITH freed AS (
        UPDATE helpdesk.attachment AS a
        SET ticket_id = NULL, message_id = NULL, upload_key = gen_random_uuid()
        WHERE a.message_id = undo_reply.message_id AND a.uploaded_by = helpdesk.me() AND a.state IN ('pending', 'clean')
        RETURNING a.attachment_id, a.upload_key
    )
    SELECT coalesce(array_agg(f.upload_key ORDER BY f.attachment_id), '{}') INTO v_uploads FROM freed AS f;
    PERFORM helpdesk.give_draft_back(helpdesk.me(), v_ticket.ticket_id, v_message.body, v_uploads);
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
that may be, and its text and files are a draft again. Raises PD001, PD002, PD015, PD141.$$;
GRANT EXECUTE ON FUNCTION api.undo_reply TO agent, admin;
