CREATE FUNCTION api.redact_message(
    message_id bigint,
    text text,
    reason text,
    is_confirmed boolean DEFAULT false
) RETURNS api.removals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    c_most CONSTANT int := 500;
    v_message helpdesk.message;
    v_ticket_ids bigint[];
    v_hold text;
    v_result api.removals;
BEGIN
    PERFORM helpdesk.require('privacy.erase');
    IF redact_message.reason IS NULL OR redact_message.reason !~ '\S' THEN
        PERFORM helpdesk.refuse('PD006', 'reason is missing');
    ELSIF redact_message.text IS NULL OR length(btrim(redact_message.text)) NOT BETWEEN 3 AND 1000 THEN
        PERFORM helpdesk.refuse('PD006', 'text has 3 to 1,000 characters');
    END IF;
    -- All are locked in order of their ids, as merges do, before the message is.
    SELECT helpdesk.related_ticket_ids(m.ticket_id) INTO v_ticket_ids
    FROM helpdesk.message AS m
    WHERE m.message_id = redact_message.message_id;
    IF cardinality(v_ticket_ids) > c_most THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s tickets are linked with this one', cardinality(v_ticket_ids) - 1), NULL,
            format('Remove links until %s are left.', c_most - 1)
        );
    END IF;
    PERFORM FROM helpdesk.ticket AS t WHERE t.ticket_id = ANY (v_ticket_ids) ORDER BY t.ticket_id FOR NO KEY UPDATE;
    v_message := helpdesk.lock_message(redact_message.message_id, 'privacy.erase');
    IF strpos(lower(v_message.body), lower(redact_message.text)) = 0 THEN
        PERFORM helpdesk.refuse('PD006', format('the text is not in message %s', v_message.message_id));
    END IF;
    SELECT helpdesk.find_legal_hold(NULL, t.ticket_id) INTO v_hold
    FROM unnest(v_ticket_ids) AS t(ticket_id)
    WHERE helpdesk.find_legal_hold(NULL, t.ticket_id) IS NOT NULL
    LIMIT 1;
    IF v_hold IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD121', format('message %s, or a copy of it, is under legal hold', v_message.message_id), v_hold
        );
    END IF;
    BEGIN
        INSERT INTO helpdesk.removal AS r (kind, state, message_id, reason, requested_by, done_at, xid)
        VALUES (
            'redaction', 'done', v_message.message_id, redact_message.reason, helpdesk.me(), helpdesk.clock(),
            pg_current_xact_id()
        )
        RETURNING r.removal_id INTO v_result.removal_id;
        UPDATE helpdesk.removal AS r SET counts = helpdesk.redact_tickets(v_ticket_ids, redact_message.text)
        WHERE r.removal_id = v_result.removal_id;
        SELECT * INTO v_result FROM api.removals AS r WHERE r.removal_id = v_result.removal_id;
        IF redact_message.is_confirmed IS NOT TRUE THEN
            RAISE triggered_action_exception;
        END IF;
        PERFORM helpdesk.record_event(v_message.ticket_id, 'message_edited', '{}', v_message.message_id);
    EXCEPTION WHEN triggered_action_exception THEN
        v_result.removal_id := NULL;
        v_result.state := 'requested';
        v_result.done_at := NULL;
    END;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.redact_message IS
$$Take a text out of a message, and out of all that has it from there

Without is_confirmed nothing happens: counts says what would. With it a mark stands in place of the text, in letters of
any size, in the message, its copies by merge, split and reply to incidents, drafts, notes and side conversations of
these tickets, the raw mails, events, notices, webhooks, the search, and the audit log, whose seals stay valid; nothing
brings it back. What a mail shows in pieces, such as HTML with tags between its letters, is not found. Raises PD001,
PD002, PD006, PD015, PD121 (a legal hold).$$;
GRANT EXECUTE ON FUNCTION api.redact_message TO admin;
