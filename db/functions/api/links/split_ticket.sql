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
    v_message_ids bigint[] := ARRAY(
        SELECT DISTINCT u.id
        FROM unnest(split_ticket.message_ids || split_ticket.message_id) AS u(id)
        WHERE u.id IS NOT NULL
        ORDER BY u.id
    );
    v_source helpdesk.ticket;
    v_requester_id bigint;
    v_body text;
    v_ticket_id bigint;
    v_result api.tickets;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    SELECT t.* INTO v_source
    FROM helpdesk.message AS m
    JOIN helpdesk.ticket AS t USING (ticket_id)
    WHERE m.message_id = v_message_ids[1];
    IF v_source.ticket_id IS NULL OR NOT helpdesk.can_see_ticket(v_source) THEN
        PERFORM helpdesk.refuse('PD001', format('message %s not found', coalesce(v_message_ids[1]::text, 'null')));
    END IF;
    v_source := helpdesk.lock_ticket(v_source.ticket_id, 'tickets.split');
    IF EXISTS (
        SELECT 1
        FROM unnest(v_message_ids) AS u(id)
        LEFT JOIN helpdesk.message AS m ON m.message_id = u.id AND m.ticket_id = v_source.ticket_id
        WHERE m.message_id IS NULL OR m.kind <> 'reply' OR m.deleted_at IS NOT NULL
    ) THEN
        PERFORM helpdesk.refuse(
            'PD507', format('not all of these messages are public replies of ticket %s', v_source.reference),
            'Notes and system messages would become public as the description of the new ticket.'
        );
    END IF;
    SELECT string_agg(m.body, E'\n\n' ORDER BY m.message_id) INTO v_body
    FROM helpdesk.message AS m
    WHERE m.message_id = ANY (v_message_ids);
    SELECT p.person_id INTO v_requester_id
    FROM helpdesk.message AS m
    JOIN helpdesk.person AS p ON p.person_id = m.author_id AND p.role = 'customer'
    WHERE m.message_id = v_message_ids[1];

    SET CONSTRAINTS helpdesk.ticket_70_check_required DEFERRED;
    INSERT INTO helpdesk.ticket (
        subject, description, priority, ticket_type, channel, requester_id, organisation_id, department_id, assignee_id,
        language
    )
    VALUES (
        coalesce(nullif(btrim(split_ticket.subject), ''), v_source.subject),
        left(v_body, 200000),
        coalesce(split_ticket.priority, v_source.priority),
        v_source.ticket_type,
        v_source.channel,
        coalesce(v_requester_id, v_source.requester_id),
        CASE
            WHEN coalesce(v_requester_id, v_source.requester_id) = v_source.requester_id THEN v_source.organisation_id
        END,
        coalesce(
            split_ticket.department_id,
            (
                SELECT d.department_id
                FROM helpdesk.department AS d
                WHERE d.department_id = v_source.department_id AND d.is_active
            )
        ),
        split_ticket.assignee_id,
        v_source.language
    )
    RETURNING ticket_id INTO v_ticket_id;
    INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
    SELECT v_ticket_id, g.tag_id FROM helpdesk.ticket_tag AS g WHERE g.ticket_id = v_source.ticket_id;
    PERFORM helpdesk.copy_custom_values(v_source.ticket_id, v_ticket_id);
    INSERT INTO helpdesk.ticket_link (kind, from_id, to_id, created_by)
    VALUES (
        'related', least(v_source.ticket_id, v_ticket_id), greatest(v_source.ticket_id, v_ticket_id), helpdesk.me()
    );
    PERFORM helpdesk.record_event(
        v_source.ticket_id, 'ticket_split', jsonb_build_object('into_id', v_ticket_id, 'message_ids', v_message_ids)
    );
    PERFORM helpdesk.record_event(
        v_ticket_id, 'ticket_split', jsonb_build_object('from_id', v_source.ticket_id, 'message_ids', v_message_ids)
    );
    SET CONSTRAINTS helpdesk.ticket_70_check_required IMMEDIATE;
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
