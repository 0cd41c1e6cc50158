CREATE FUNCTION api.delete_message(message_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.lock_message(delete_message.message_id);
    UPDATE helpdesk.message AS m SET deleted_at = helpdesk.clock()
    WHERE m.message_id = delete_message.message_id AND m.deleted_at IS NULL;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('message %s not found', coalesce(delete_message.message_id::text, 'null'))
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.delete_message IS
$$Delete a message

For its author within the window of message_edit_within_minutes, and for those who may edit any. Raises PD001, PD002,
PD016.$$;
GRANT EXECUTE ON FUNCTION api.delete_message TO customer, agent, admin;
