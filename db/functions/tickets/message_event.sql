CREATE OR REPLACE FUNCTION helpdesk.message_event(
    p_message_id bigint,
    p_requester_id bigint,
    p_status text DEFAULT NULL
) RETURNS helpdesk.new_event
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_message helpdesk.message;
BEGIN
    SELECT * INTO v_message FROM helpdesk.message AS m WHERE m.message_id = p_message_id;
    RETURN ROW(
        v_message.ticket_id,
        CASE
            WHEN v_message.kind <> 'reply' THEN 'internal_note_added'
            WHEN v_message.author_id IS NULL THEN 'automatic_reply'
            ELSE 'reply_created'
        END,
        jsonb_build_object(
            'author_is_staff', helpdesk.is_staff_message(v_message.author_id, p_requester_id),
            'channel', v_message.channel
        ) || jsonb_strip_nulls(jsonb_build_object('status', p_status)),
        p_message_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.message_event IS
'The event of a message that was just written; p_status: what it moves its ticket to.';
