CREATE OR REPLACE FUNCTION helpdesk.record_events(p_events helpdesk.new_event[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_me bigint := helpdesk.acting_person_id();
    v_role text := helpdesk.actor_role();
    v_rule jsonb := helpdesk.acting_rule();
BEGIN
    INSERT INTO helpdesk.event (ticket_id, kind, at, actor_id, actor_role, message_id, payload)
    SELECT e.ticket_id, e.kind, helpdesk.clock(), v_me, v_role, e.message_id, coalesce(e.payload, '{}') || v_rule
    FROM unnest(p_events) AS e;
END
$$;

COMMENT ON FUNCTION helpdesk.record_events IS
'Appends facts to the histories of their tickets, in their order and as one statement. Its caller has just changed '
'these tickets, and so holds their locks.';
