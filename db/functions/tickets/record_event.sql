CREATE OR REPLACE FUNCTION helpdesk.record_event(
    p_ticket_id bigint,
    p_kind text,
    p_payload jsonb DEFAULT '{}',
    p_message_id bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_event_id bigint;
BEGIN
    PERFORM 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id FOR NO KEY UPDATE;
    INSERT INTO helpdesk.event (ticket_id, kind, at, actor_id, actor_role, message_id, payload)
    VALUES (
        p_ticket_id,
        p_kind,
        greatest(
            helpdesk.clock(),
            (SELECT e.at FROM helpdesk.event AS e WHERE e.ticket_id = p_ticket_id ORDER BY e.event_id DESC LIMIT 1)
        ),
        helpdesk.acting_person_id(),
        helpdesk.actor_role(),
        p_message_id,
        p_payload || helpdesk.acting_rule()
    )
    RETURNING event_id INTO v_event_id;
    RETURN v_event_id;
END
$$;

COMMENT ON FUNCTION helpdesk.record_event IS
'Appends a fact to a ticket''s history under the ticket''s lock, so that order by event_id is order by at.';
