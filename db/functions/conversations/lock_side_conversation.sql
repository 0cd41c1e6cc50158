CREATE OR REPLACE FUNCTION helpdesk.lock_side_conversation(
    p_side_conversation_id bigint,
    p_is_joining boolean DEFAULT false
) RETURNS helpdesk.side_conversation
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_conversation helpdesk.side_conversation;
    v_ticket helpdesk.ticket;
    v_takes_part boolean;
BEGIN
    PERFORM helpdesk.require('tickets.note');
    SELECT * INTO v_conversation
    FROM helpdesk.side_conversation AS c
    WHERE c.side_conversation_id = p_side_conversation_id AND helpdesk.me() IS NOT NULL
    FOR UPDATE;
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = v_conversation.ticket_id;
    v_takes_part := p_side_conversation_id = ANY (helpdesk.my_side_conversation_ids());
    IF v_conversation.side_conversation_id IS NULL OR NOT (v_takes_part OR helpdesk.can_see_ticket(v_ticket)) THEN
        PERFORM helpdesk.refuse(
            'PD001', format('side conversation %s not found', coalesce(p_side_conversation_id::text, 'null'))
        );
    END IF;
    IF NOT v_takes_part AND NOT (
        p_is_joining AND (v_ticket.assignee_id IS NOT DISTINCT FROM helpdesk.me() OR helpdesk.actor_role() = 'admin')
    ) THEN
        PERFORM helpdesk.refuse(
            'PD002', format('the caller takes no part in side conversation %s', p_side_conversation_id),
            'Who sees the ticket reads it; who takes part writes.',
            'Be drawn in: those who take part, the ticket''s assignee and administrators call '
            'rpc/add_side_participant.'
        );
    END IF;
    RETURN v_conversation;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_side_conversation IS
'The gate of the verbs on side conversations: who takes part; with p_is_joining also the ticket''s assignee and '
'administrators. Raises PD001, PD002.';
