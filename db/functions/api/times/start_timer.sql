CREATE FUNCTION api.start_timer(ticket_id bigint) RETURNS api.timers
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket := helpdesk.see_ticket(start_timer.ticket_id);
    v_timer helpdesk.timer;
    v_result api.timers;
BEGIN
    PERFORM helpdesk.require('tickets.time');
    INSERT INTO helpdesk.timer (person_id, ticket_id)
    VALUES (helpdesk.me(), v_ticket.ticket_id)
    ON CONFLICT (person_id) DO NOTHING;
    SELECT * INTO v_timer FROM helpdesk.timer AS t WHERE t.person_id = helpdesk.me();
    IF v_timer.ticket_id <> v_ticket.ticket_id THEN
        PERFORM helpdesk.refuse('PD170', format('a timer runs for ticket %s', v_timer.ticket_id));
    END IF;
    SELECT v_timer.ticket_id, v_timer.started_at INTO v_result;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.start_timer IS
$$Begin to count the caller's time on a ticket

One runs at a time (PD170); called again for the same ticket it goes on. Returns since when it runs. Raises PD001,
PD002, PD170.$$;
GRANT EXECUTE ON FUNCTION api.start_timer TO agent, admin;
