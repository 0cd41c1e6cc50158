CREATE FUNCTION api.log_time(
    ticket_id bigint,
    minutes int,
    note text DEFAULT NULL,
    is_billable boolean DEFAULT false,
    worked_on date DEFAULT NULL,
    idempotency_key text DEFAULT NULL
) RETURNS api.time_entries
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(log_time.idempotency_key, 'log_time', jsonb_build_array(
        log_time.ticket_id, log_time.minutes, log_time.note, log_time.is_billable, log_time.worked_on
    ));
    v_id bigint;
    v_result api.time_entries;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    PERFORM helpdesk.see_ticket(log_time.ticket_id);
    PERFORM helpdesk.require('tickets.time');
    INSERT INTO helpdesk.time_entry (ticket_id, minutes, note, is_billable, worked_on)
    VALUES (log_time.ticket_id, log_time.minutes, log_time.note, log_time.is_billable, log_time.worked_on)
    RETURNING time_entry_id INTO v_id;
    SELECT * INTO v_result FROM api.time_entries AS e WHERE e.time_entry_id = v_id;
    IF log_time.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(log_time.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.log_time IS
$$Note time that one spent on a ticket

minutes: 1 to 1440. worked_on: the day; without one today in the caller's time zone. Returns the entry.
idempotency_key: the same call again within 24 hours gives the first answer. Raises PD001, PD002, PD505, 23514.$$;
GRANT EXECUTE ON FUNCTION api.log_time TO agent, admin;
