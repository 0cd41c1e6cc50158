CREATE FUNCTION api.pin_message(message_id bigint, is_pinned boolean DEFAULT true, ticket_id bigint DEFAULT NULL)
RETURNS api.messages
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.messages;
BEGIN
    PERFORM helpdesk.lock_message(pin_message.message_id, 'tickets.pin', pin_message.ticket_id);
    UPDATE helpdesk.message AS m SET is_pinned = pin_message.is_pinned WHERE m.message_id = pin_message.message_id;
    SELECT * INTO v_result FROM api.messages AS m WHERE m.message_id = pin_message.message_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.pin_message IS
$$Pin or unpin an internal note

Pinned notes stand on top of the thread. ticket_id: the ticket that it must be on. Raises PD001, PD002; a reply cannot
be pinned (23514).$$;
GRANT EXECUTE ON FUNCTION api.pin_message TO agent, admin;
