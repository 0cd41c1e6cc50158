CREATE FUNCTION api.toggle_pin(message_id bigint, ticket_id bigint DEFAULT NULL) RETURNS api.messages
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_message helpdesk.message := helpdesk.lock_message(toggle_pin.message_id, 'tickets.pin', toggle_pin.ticket_id);
BEGIN
    RETURN api.pin_message(v_message.message_id, NOT v_message.is_pinned);
END
$$;

COMMENT ON FUNCTION api.toggle_pin IS
$$Pin an internal note, or unpin it

ticket_id: the ticket that it must be on. Returns the message. Raises PD001, PD002; a reply cannot be pinned
(23514).$$;
GRANT EXECUTE ON FUNCTION api.toggle_pin TO agent, admin;
