-- The one that 4_clocks needs; the others follow when all rows are there.
DO $$
DECLARE
    v_row record;
BEGIN
    FOR v_row IN DELETE FROM demo_index WHERE name = 'helpdesk.event_ticket_idx' RETURNING * LOOP
        EXECUTE v_row.definition;
        EXECUTE format('COMMENT ON INDEX %s IS %L', v_row.name, v_row.comment);
    END LOOP;
END
$$;

ANALYZE helpdesk.person, helpdesk.organisation, helpdesk.ticket, helpdesk.message, helpdesk.event,
helpdesk.ticket_follower;
