CREATE OR REPLACE FUNCTION helpdesk.load_events() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
DECLARE
    v_base bigint := nextval('helpdesk.event_event_id_seq');
BEGIN
    DELETE FROM helpdesk.event AS e
    USING pg_temp.import_ticket AS t
    WHERE NOT t.is_new AND e.ticket_id = t.ticket_id;
    -- Ids leave room: events of the clocks belong between them.
    PERFORM setval('helpdesk.event_event_id_seq', v_base + 10 * (SELECT count(*) + 1 FROM pg_temp.import_event));
    INSERT INTO helpdesk.event (event_id, ticket_id, kind, at, actor_id, actor_role, message_id, payload)
    OVERRIDING SYSTEM VALUE
    SELECT
        v_base + 10 * row_number() OVER (ORDER BY e.ticket_id, e.at, e.position, e.line),
        e.ticket_id, e.kind, e.at, e.actor_id, e.actor_role, e.message_id, e.payload
    FROM pg_temp.import_event AS e
    ORDER BY 1;
END
$$;

COMMENT ON FUNCTION helpdesk.load_events IS
'Writes the histories of the tickets of a batch, in the order of their instants.';
