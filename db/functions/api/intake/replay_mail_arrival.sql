CREATE FUNCTION api.replay_mail_arrival(mail_arrival_id bigint) RETURNS api.mail_arrivals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_arrival helpdesk.mail_arrival;
    v_result api.mail_arrivals;
BEGIN
    PERFORM helpdesk.require('mail.replay');
    SELECT * INTO v_arrival
    FROM helpdesk.mail_arrival AS a
    WHERE a.mail_arrival_id = replay_mail_arrival.mail_arrival_id
    FOR UPDATE;
    IF v_arrival.mail_arrival_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('arrival %s not found', coalesce(replay_mail_arrival.mail_arrival_id::text, 'null')), NULL,
            'See /rest/mail_arrivals.'
        );
    END IF;
    IF v_arrival.state NOT IN ('failed', 'waiting') OR v_arrival.body IS NULL THEN
        PERFORM helpdesk.refuse('PD131', format('arrival %s is %s', v_arrival.mail_arrival_id, v_arrival.state));
    END IF;
    UPDATE helpdesk.mail_arrival AS a
    SET state = 'waiting', attempts = 0, tried_at = helpdesk.clock()
    WHERE a.mail_arrival_id = v_arrival.mail_arrival_id;
    PERFORM helpdesk.enqueue('make_arrived_mail', jsonb_build_array(v_arrival.mail_arrival_id), 'intake');
    SELECT * INTO v_result FROM api.mail_arrivals AS a WHERE a.mail_arrival_id = v_arrival.mail_arrival_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.replay_mail_arrival IS
$$Try again to make a mail of what was posted

The worker does within seconds. Raises PD001, PD002, PD131 (there is nothing to be made).$$;
GRANT EXECUTE ON FUNCTION api.replay_mail_arrival TO admin;
