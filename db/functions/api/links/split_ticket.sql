CREATE FUNCTION api.split_ticket(
    message_id bigint DEFAULT NULL,
    subject text DEFAULT NULL,
    message_ids bigint[] DEFAULT '{}',
    priority text DEFAULT NULL,
    department_id bigint DEFAULT NULL,
    assignee_id bigint DEFAULT NULL,
    idempotency_key text DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(split_ticket.idempotency_key, 'split_ticket', jsonb_build_array(
        split_ticket.message_id, split_ticket.subject, split_ticket.message_ids, split_ticket.priority,
        split_ticket.department_id, split_ticket.assignee_id
    ));
    v_ticket_id bigint;
    v_result api.tickets;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    v_ticket_id := helpdesk.split_ticket(
        array_remove(split_ticket.message_ids || split_ticket.message_id, NULL),
        split_ticket.subject, split_ticket.priority, split_ticket.department_id, split_ticket.assignee_id
    );
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = v_ticket_id;
    PERFORM helpdesk.end_once(split_ticket.idempotency_key, to_jsonb(v_result));
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.split_ticket IS
$$Split replies into a new ticket

Their text becomes the description of a ticket of the customer who wrote the first one; they stay on their ticket, and
both are linked as related. Type, channel, tags, custom fields and, unless given, subject, priority and department come
from that ticket. It is a new ticket to SLA clocks, rules and notices. Returns it. Raises PD001, PD002, PD006, PD007,
PD505, PD507 (not a public reply of the one ticket).$$;
GRANT EXECUTE ON FUNCTION api.split_ticket TO agent, admin;
