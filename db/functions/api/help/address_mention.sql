CREATE FUNCTION api.address_mention(mention_id bigint) RETURNS api.mentions
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_mention helpdesk.mention;
    v_result api.mentions;
BEGIN
    SELECT * INTO v_mention
    FROM helpdesk.mention AS m
    WHERE m.mention_id = address_mention.mention_id AND m.mentioned_id = helpdesk.me();
    IF v_mention.mention_id IS NULL OR NOT v_mention.is_escalation THEN
        PERFORM helpdesk.refuse(
            'PD001', format('request for help %s not found', coalesce(address_mention.mention_id::text, 'null')), NULL,
            'Only who was asked can address it; see /rest/mentions?is_escalation=is.true.'
        );
    END IF;
    PERFORM helpdesk.lock_message(v_mention.message_id, 'tickets.note');
    -- Merges and deletions move and remove it under that lock.
    SELECT * INTO v_mention FROM helpdesk.mention AS m WHERE m.mention_id = address_mention.mention_id;
    IF v_mention.mention_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('request for help %s not found', address_mention.mention_id));
    END IF;
    UPDATE helpdesk.mention AS m
    SET addressed_at = helpdesk.clock(), read_at = coalesce(m.read_at, helpdesk.clock())
    WHERE m.mention_id = address_mention.mention_id AND m.addressed_at IS NULL;
    IF FOUND THEN
        PERFORM helpdesk.record_event(
            v_mention.ticket_id,
            'help_addressed',
            jsonb_build_object('escalation_id', v_mention.escalation_id, 'person_ids', ARRAY[v_mention.mentioned_by]),
            v_mention.message_id
        );
    END IF;
    SELECT * INTO v_result FROM api.mentions AS m WHERE m.mention_id = address_mention.mention_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.address_mention IS
$$Mark a request for help as addressed

By the one who was asked; the requester is told. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.address_mention TO agent, admin;
