CREATE OR REPLACE FUNCTION helpdesk.address_mention(p_mention_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mention helpdesk.mention;
BEGIN
    SELECT * INTO v_mention
    FROM helpdesk.mention AS m
    WHERE m.mention_id = p_mention_id AND m.mentioned_id = helpdesk.me();
    IF v_mention.mention_id IS NULL OR NOT v_mention.is_escalation THEN
        PERFORM helpdesk.refuse(
            'PD001', format('request for help %s not found', coalesce(p_mention_id::text, 'null')), NULL,
            'Only who was asked can address it; see /rest/mentions?is_escalation=is.true.'
        );
    END IF;
    PERFORM helpdesk.lock_ticket(v_mention.ticket_id, 'tickets.note');
    UPDATE helpdesk.mention AS m
    SET addressed_at = helpdesk.clock(), read_at = coalesce(m.read_at, helpdesk.clock())
    WHERE m.mention_id = p_mention_id AND m.addressed_at IS NULL;
    IF FOUND THEN
        PERFORM helpdesk.record_event(
            v_mention.ticket_id,
            'help_addressed',
            jsonb_build_object('escalation_id', v_mention.escalation_id, 'person_ids', ARRAY[v_mention.mentioned_by]),
            v_mention.message_id
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.address_mention IS
'Marks a request for help as addressed by the one who was asked; a second call changes nothing. Raises PD001.';
