CREATE OR REPLACE FUNCTION helpdesk.lock_side_conversation(p_side_conversation_id bigint)
RETURNS helpdesk.side_conversation
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_conversation helpdesk.side_conversation;
BEGIN
    PERFORM helpdesk.require('tickets.note');
    SELECT * INTO v_conversation
    FROM helpdesk.side_conversation AS c
    WHERE c.side_conversation_id = p_side_conversation_id AND helpdesk.me() IS NOT NULL AND (
        c.side_conversation_id = ANY (helpdesk.my_side_conversation_ids())
        OR helpdesk.can_see_ticket((SELECT t FROM helpdesk.ticket AS t WHERE t.ticket_id = c.ticket_id))
    )
    FOR UPDATE;
    IF v_conversation.side_conversation_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('side conversation %s not found', coalesce(p_side_conversation_id::text, 'null'))
        );
    END IF;
    RETURN v_conversation;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_side_conversation IS
'The gate of the verbs on side conversations: who sees the ticket or takes part. Raises PD001, PD002.';
