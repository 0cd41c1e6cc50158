CREATE OR REPLACE FUNCTION helpdesk.write_side_message(
    p_side_conversation_id bigint,
    p_body text,
    p_kind text DEFAULT 'side_conversation_replied',
    p_uploads uuid[] DEFAULT '{}'
)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_conversation helpdesk.side_conversation;
    v_id bigint;
BEGIN
    v_conversation := helpdesk.lock_side_conversation(p_side_conversation_id);
    IF v_conversation.status = 'closed' THEN
        PERFORM helpdesk.refuse('PD601', format('side conversation %s is closed', p_side_conversation_id));
    END IF;
    v_id := helpdesk.add_side_message(p_side_conversation_id, p_body, p_kind, helpdesk.me());
    IF p_uploads <> '{}' THEN
        PERFORM helpdesk.place_uploads(p_uploads, v_conversation.ticket_id, p_side_message_id => v_id);
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.write_side_message IS
'Writes in a side conversation as the caller, who takes part in it, with files that they uploaded. Raises PD001, '
'PD002, PD156, PD157, PD158, PD601.';
