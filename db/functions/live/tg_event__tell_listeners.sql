-- A trigger, so that listeners hear of what anybody causes; of the statement, so that a sweep's thousand are one
-- notice.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__tell_listeners() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM pg_notify('pgdesk_events', json_build_object(
        'xid', pg_current_xact_id(),
        'first_event_id', min(i.event_id),
        'last_event_id', max(i.event_id),
        'ticket_ids', CASE WHEN count(*) <= 100 THEN array_agg(DISTINCT i.ticket_id) END
    )::text)
    FROM inserted AS i
    HAVING count(*) > 0;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__tell_listeners IS
'NOTIFY pgdesk_events when the transaction commits: {"xid", "first_event_id", "last_event_id", "ticket_ids"}; the '
'events are those with this xid between these ids. ticket_ids is null of more than 100 events.';
