CREATE FUNCTION api.escalate_ticket(
    ticket_id bigint,
    staff_ids bigint[],
    message text
) RETURNS api.escalations
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_escalation_id bigint;
    v_result api.escalations;
BEGIN
    v_escalation_id := helpdesk.escalate_ticket(escalate_ticket.ticket_id, escalate_ticket.staff_ids, escalate_ticket.message);
    SELECT * INTO v_result FROM api.escalations AS e WHERE e.escalation_id = v_escalation_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.escalate_ticket(bigint, bigint[], text) IS
$$Ask colleagues for help

Not a reassignment: owner, priority and status stay. Each of staff_ids gets a mention on top of the mentions window and a
notification; the message is kept as an internal note. Raises PD001, PD002, PD014 (nobody, oneself, inactive staff, no message).$$;
GRANT EXECUTE ON FUNCTION api.escalate_ticket(bigint, bigint[], text) TO agent, admin;
