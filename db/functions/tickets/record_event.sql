CREATE OR REPLACE FUNCTION helpdesk.record_event(
    p_ticket_id bigint,
    p_kind text,
    p_payload jsonb DEFAULT NULL,
    p_message_id bigint DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id FOR NO KEY UPDATE;
    PERFORM helpdesk.record_events(ARRAY[
        ROW(p_ticket_id, p_kind, p_payload, p_message_id)::helpdesk.new_event
    ]);
END
$$;

COMMENT ON FUNCTION helpdesk.record_event IS
'Appends a fact to a ticket''s history under the ticket''s lock.';
