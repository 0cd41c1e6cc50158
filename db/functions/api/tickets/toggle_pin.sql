CREATE FUNCTION api.toggle_pin(message_id bigint) RETURNS api.messages
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_is_pinned boolean := (SELECT m.is_pinned FROM helpdesk.message AS m WHERE m.message_id = toggle_pin.message_id);
BEGIN
    RETURN api.pin_message(toggle_pin.message_id, NOT coalesce(v_is_pinned, false));
END
$$;

COMMENT ON FUNCTION api.toggle_pin IS
$$Pin an internal note, or unpin it

Returns the message. Raises PD001, PD002; a reply cannot be pinned (23514).$$;
GRANT EXECUTE ON FUNCTION api.toggle_pin TO agent, admin;
