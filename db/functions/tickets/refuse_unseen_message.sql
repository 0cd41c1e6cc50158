CREATE OR REPLACE FUNCTION helpdesk.refuse_unseen_message(p_ticket_id bigint, p_seen_message_id bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_message helpdesk.message;
BEGIN
    SELECT * INTO v_message
    FROM helpdesk.message AS m
    WHERE m.ticket_id = p_ticket_id
        AND m.message_id > p_seen_message_id
        AND m.author_id IS DISTINCT FROM helpdesk.acting_person_id()
        AND (m.kind = 'reply' OR m.kind = 'note' AND helpdesk.actor_role() <> 'customer')
        AND m.deleted_at IS NULL
    ORDER BY m.message_id DESC
    LIMIT 1;
    IF FOUND THEN
        PERFORM helpdesk.refuse(
            'PD186',
            format('%s has written since', coalesce(helpdesk.person_name(v_message.author_id), 'a rule')),
            format('The last message is %s, not %s.', v_message.message_id, p_seen_message_id)
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.refuse_unseen_message IS
'Raises PD186 where somebody else has written a message that the caller sees behind p_seen_message_id; null: never.';
