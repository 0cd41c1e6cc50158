CREATE OR REPLACE FUNCTION helpdesk.stage_import_events(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning SET enable_nestloop = off
AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_event;
    CREATE TEMP TABLE import_event (
        ticket_id bigint NOT NULL,
        at timestamptz NOT NULL,
        position int NOT NULL,
        line bigint NOT NULL,
        kind text NOT NULL,
        actor_id bigint,
        actor_role text NOT NULL,
        message_id bigint,
        payload jsonb NOT NULL
    ) ON COMMIT DROP;
    -- What is known of a ticket already, in its order.
    INSERT INTO pg_temp.import_event
    SELECT
        e.ticket_id, e.at, 2, e.event_id - 1000000000000000, e.kind, e.actor_id, e.actor_role, e.message_id,
        e.payload
    FROM pg_temp.import_ticket AS t
    JOIN helpdesk.event AS e USING (ticket_id)
    WHERE NOT t.is_new AND e.kind NOT LIKE 'sla%';
    PERFORM helpdesk.read_import_events(p_import);
    ANALYZE pg_temp.import_event;
    PERFORM helpdesk.derive_import_events();
END
$$;

COMMENT ON FUNCTION helpdesk.stage_import_events IS
'Puts the history of the tickets of a batch into pg_temp.import_event: what is there, what the source tells, and what '
'follows from the rows where the source does not tell it. position: order among events of one instant, before line.';
