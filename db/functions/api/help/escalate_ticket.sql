CREATE FUNCTION api.escalate_ticket(
    ticket_id bigint,
    staff_ids bigint[],
    message text,
    idempotency_key text DEFAULT NULL
) RETURNS api.escalations
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(escalate_ticket.idempotency_key, 'escalate_ticket', jsonb_build_array(
        escalate_ticket.ticket_id, escalate_ticket.staff_ids, escalate_ticket.message
    ));
    v_escalation_id bigint;
    v_result api.escalations;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    v_escalation_id := helpdesk.escalate_ticket(
        escalate_ticket.ticket_id, escalate_ticket.staff_ids, escalate_ticket.message
    );
    SELECT * INTO v_result FROM api.escalations AS e WHERE e.escalation_id = v_escalation_id;
    IF escalate_ticket.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(escalate_ticket.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.escalate_ticket IS
$$Ask colleagues for help

Not a reassignment: owner, priority and status stay. Each of staff_ids gets a mention on top of the mentions window and
a notification; the message is kept as an internal note. idempotency_key: the same call again within 24 hours gives the
first answer. Raises PD001, PD002, PD014 (nobody, oneself, inactive staff, no message), PD505.$$;
GRANT EXECUTE ON FUNCTION api.escalate_ticket TO agent, admin;
