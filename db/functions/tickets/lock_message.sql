CREATE OR REPLACE FUNCTION helpdesk.lock_message(
    p_message_id bigint,
    p_permission text DEFAULT NULL,
    p_ticket_id bigint DEFAULT NULL
) RETURNS helpdesk.message
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_message helpdesk.message;
    v_ticket_id bigint;
BEGIN
    LOOP
        SELECT m.* INTO v_message
        FROM helpdesk.message AS m
        JOIN helpdesk.ticket AS t USING (ticket_id)
        WHERE m.message_id = p_message_id
            AND (m.kind = 'reply' OR helpdesk.actor_role() <> 'customer')
            AND helpdesk.can_see_ticket(t);
        IF v_message.message_id IS NULL OR p_ticket_id <> v_message.ticket_id THEN
            PERFORM helpdesk.refuse('PD001', format('message %s not found', coalesce(p_message_id::text, 'null')));
        END IF;
        -- A merge may have taken it elsewhere while this waited.
        EXIT WHEN v_message.ticket_id = v_ticket_id;
        v_ticket_id := v_message.ticket_id;
        PERFORM helpdesk.lock_ticket(
            v_ticket_id,
            coalesce(p_permission, CASE v_message.kind WHEN 'reply' THEN 'tickets.reply' ELSE 'tickets.note' END)
        );
    END LOOP;
    RETURN v_message;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_message IS
'The gate of verbs about a message: lock_ticket for the ticket that it is on, with p_permission or that of writing one '
'like it, before the message itself is touched, as merges do. p_ticket_id: it must be on that ticket. Raises PD001, '
'PD002, PD015.';
