CREATE FUNCTION api.stop_timer(
    note text DEFAULT NULL,
    is_billable boolean DEFAULT false,
    is_kept boolean DEFAULT true
) RETURNS SETOF api.time_entries
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_timer helpdesk.timer;
    v_id bigint;
BEGIN
    DELETE FROM helpdesk.timer AS t WHERE t.person_id = helpdesk.me() RETURNING * INTO v_timer;
    IF v_timer.ticket_id IS NULL THEN
        PERFORM helpdesk.refuse('PD170', 'no timer runs');
    END IF;
    IF stop_timer.is_kept THEN
        PERFORM helpdesk.require('tickets.time');
        -- The ticket may be out of sight by now: it was seen while the time was spent.
        INSERT INTO helpdesk.time_entry (ticket_id, minutes, note, is_billable, worked_on)
        SELECT
            helpdesk.surviving_ticket_id(v_timer.ticket_id),
            least(greatest(ceil(extract(epoch FROM helpdesk.clock() - v_timer.started_at) / 60), 1), 1440),
            stop_timer.note, stop_timer.is_billable, (v_timer.started_at AT TIME ZONE p.time_zone)::date
        FROM helpdesk.person AS p
        WHERE p.person_id = v_timer.person_id
        RETURNING time_entry_id INTO v_id;
    END IF;
    RETURN QUERY SELECT * FROM api.time_entries AS e WHERE e.time_entry_id = v_id;
END
$$;

COMMENT ON FUNCTION api.stop_timer IS
$$Stop the caller's timer and note the time

Begun minutes count, up to 1440; the day is that on which it was started. is_kept false: the time is dropped. Returns
the entry, or nothing. Raises PD002, PD170 (none runs).$$;
GRANT EXECUTE ON FUNCTION api.stop_timer TO agent, admin;
