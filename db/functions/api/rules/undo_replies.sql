CREATE FUNCTION api.undo_replies(message_ids bigint[])
RETURNS TABLE (message_id bigint, ticket_id bigint, outcome text, reason jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_message helpdesk.message;
BEGIN
    PERFORM helpdesk.require('tickets.bulk');
    IF cardinality(undo_replies.message_ids) > 1000 THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s messages are more than 1000', cardinality(undo_replies.message_ids))
        );
    END IF;
    -- In the order of the tickets, in which reply_to_tickets locks them.
    FOR v_message IN
        SELECT m.*
        FROM helpdesk.message AS m
        WHERE m.message_id = ANY (undo_replies.message_ids)
            AND m.kind = 'reply'
            AND m.author_id = helpdesk.me()
            AND m.deleted_at IS NULL
        ORDER BY m.ticket_id, m.message_id
    LOOP
        message_id := v_message.message_id;
        ticket_id := v_message.ticket_id;
        reason := helpdesk.take_reply_back(v_message, helpdesk.setting_int('bulk_reply_undo_seconds'));
        outcome := CASE WHEN reason IS NULL THEN 'undone' ELSE 'refused' END;
        RETURN NEXT;
    END LOOP;
END
$$;

COMMENT ON FUNCTION api.undo_replies IS
$$Take one's own replies back before they are mailed

Those of rpc/reply_to_tickets, all at once, within setting bulk_reply_undo_seconds: mails are withdrawn, messages
deleted, and the status that each gave its ticket goes where that may be. A row per message of the caller's: outcome
undone, or refused with the reason. Raises PD002, PD006.$$;
GRANT EXECUTE ON FUNCTION api.undo_replies TO agent, admin;
