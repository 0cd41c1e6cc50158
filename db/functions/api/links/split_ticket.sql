CREATE FUNCTION api.split_ticket(
    message_id bigint DEFAULT NULL,
    subject text DEFAULT NULL,
    message_ids bigint[] DEFAULT '{}',
    priority text DEFAULT NULL,
    department_id bigint DEFAULT NULL,
    assignee_id bigint DEFAULT NULL,
    idempotency_key text DEFAULT NULL,
    ticket_id bigint DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(split_ticket.idempotency_key, 'split_ticket', jsonb_build_array(
        split_ticket.message_id, split_ticket.subject, split_ticket.message_ids, split_ticket.priority,
        split_ticket.department_id, split_ticket.assignee_id, split_ticket.ticket_id
    ));
    v_message_ids bigint[] := ARRAY(
        SELECT DISTINCT u.id
        FROM unnest(split_ticket.message_ids || split_ticket.message_id) AS u(id)
        WHERE u.id IS NOT NULL
        ORDER BY u.id
    );
    v_source helpdesk.ticket;
    v_requester_id bigint;
    v_split text;
    v_body text;
    v_asked_at timestamptz;
    v_answered_at timestamptz;
    v_ticket_id bigint;
    v_result api.tickets;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    SELECT t.* INTO v_source
    FROM helpdesk.lock_message(v_message_ids[1], 'tickets.split', split_ticket.ticket_id) AS m
    JOIN helpdesk.ticket AS t USING (ticket_id);
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
    SELECT string_agg(format('Message %s is in ticket %s.', m.message_id, t.reference), ' ' ORDER BY m.message_id)
    INTO v_split
    FROM helpdesk.message AS m
    JOIN helpdesk.ticket AS t ON t.ticket_id = m.split_into_id AND t.deleted_at IS NULL
    WHERE m.message_id = ANY (v_message_ids);
    IF v_split IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD507', format('of these messages of ticket %s some have been split off already', v_source.reference),
            v_split
        );
    END IF;
    SELECT string_agg(m.body, E'\n\n' ORDER BY m.message_id) INTO v_body
    FROM helpdesk.message AS m
    WHERE m.message_id = ANY (v_message_ids);
    SELECT p.person_id INTO v_requester_id
    FROM helpdesk.message AS m
    JOIN helpdesk.person AS p ON p.person_id = m.author_id AND p.role = 'customer'
    WHERE m.message_id = v_message_ids[1];

    -- Its clocks count since the customer wrote what staff have not answered among these messages.
    SELECT max(m.created_at) FILTER (WHERE a.role <> 'customer' AND m.author_id <> v_source.requester_id)
    INTO v_answered_at
    FROM helpdesk.message AS m
    JOIN helpdesk.person AS a ON a.person_id = m.author_id
    WHERE m.message_id = ANY (v_message_ids);
    SELECT min(m.created_at) INTO v_asked_at
    FROM helpdesk.message AS m
    JOIN helpdesk.person AS a ON a.person_id = m.author_id
    WHERE m.message_id = ANY (v_message_ids)
        AND (a.role = 'customer' OR m.author_id = v_source.requester_id)
        AND (v_answered_at IS NULL OR m.created_at >= v_answered_at);

    SET CONSTRAINTS helpdesk.ticket_70_check_required DEFERRED;
    INSERT INTO helpdesk.ticket (
        subject, description, priority, ticket_type, channel, requester_id, organisation_id, department_id, assignee_id,
        language, asked_at
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
        v_source.language,
        v_asked_at
    )
    RETURNING ticket_id INTO v_ticket_id;
    UPDATE helpdesk.message AS m SET split_into_id = v_ticket_id WHERE m.message_id = ANY (v_message_ids);
    INSERT INTO helpdesk.attachment (
        ticket_id, inbound_mail_id, part_path, stored_file_id, filename, media_type, size_bytes, sha256, content_id,
        is_inline, state, finding, uploaded_by, copy_of_id
    )
    SELECT
        v_ticket_id, a.inbound_mail_id, a.part_path, a.stored_file_id, a.filename, a.media_type, a.size_bytes, a.sha256,
        a.content_id, a.is_inline, a.state, a.finding, a.uploaded_by, coalesce(a.copy_of_id, a.attachment_id)
    FROM helpdesk.attachment AS a
    WHERE a.message_id = ANY (v_message_ids)
    ORDER BY a.attachment_id;
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
    IF split_ticket.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(split_ticket.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.split_ticket IS
$$Split replies into a new ticket

Their text becomes the description of a ticket of the customer who wrote the first one, and their files are its files,
too; they stay on their ticket, and both are linked as related. A message is split off once. ticket_id: the ticket that
they must be on. Type, channel, tags, custom fields and, unless given, subject, priority and department come from that
ticket. It is a new ticket to rules and notices; its SLA clocks count since the customer wrote. Returns it. Raises
PD001, PD002, PD006, PD007, PD505, PD507 (not a public reply of the one ticket).$$;
GRANT EXECUTE ON FUNCTION api.split_ticket TO agent, admin;
