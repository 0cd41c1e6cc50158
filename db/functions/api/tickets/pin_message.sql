CREATE FUNCTION api.pin_message(message_id bigint, is_pinned boolean DEFAULT true) RETURNS api.messages
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.messages;
BEGIN
    UPDATE helpdesk.message AS m SET is_pinned = pin_message.is_pinned WHERE m.message_id = pin_message.message_id;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('message %s not found', coalesce(pin_message.message_id::text, 'null'))
        );
    END IF;
    PERFORM helpdesk.lock_ticket(
        (SELECT m.ticket_id FROM helpdesk.message AS m WHERE m.message_id = pin_message.message_id), 'tickets.pin'
    );
    SELECT * INTO v_result FROM api.messages AS m WHERE m.message_id = pin_message.message_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.pin_message IS
$$Pin or unpin an internal note

Pinned notes stand on top of the thread. Raises PD001, PD002; a reply cannot be pinned (23514).$$;
GRANT EXECUTE ON FUNCTION api.pin_message TO agent, admin;
