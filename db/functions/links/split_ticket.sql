CREATE OR REPLACE FUNCTION helpdesk.split_ticket(
    p_message_ids bigint[],
    p_subject text DEFAULT NULL,
    p_priority text DEFAULT NULL,
    p_department_id bigint DEFAULT NULL,
    p_assignee_id bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_message_ids bigint[] := ARRAY(SELECT DISTINCT u.id FROM unnest(p_message_ids) AS u(id) ORDER BY u.id);
    v_source helpdesk.ticket;
    v_requester_id bigint;
    v_body text;
    v_ticket_id bigint;
BEGIN
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
        coalesce(nullif(btrim(p_subject), ''), v_source.subject),
        left(v_body, 200000),
        coalesce(p_priority, v_source.priority),
        v_source.ticket_type,
        v_source.channel,
        coalesce(v_requester_id, v_source.requester_id),
        CASE
            WHEN coalesce(v_requester_id, v_source.requester_id) = v_source.requester_id THEN v_source.organisation_id
        END,
        coalesce(
            p_department_id,
            (
                SELECT d.department_id
                FROM helpdesk.department AS d
                WHERE d.department_id = v_source.department_id AND d.is_active
            )
        ),
        p_assignee_id,
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
    RETURN v_ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.split_ticket IS
'Opens a ticket from replies of another one: they become its description, the other''s tags and custom fields '
'are copied, and the customer who wrote the first reply is its requester; the replies stay where they are, both '
'tickets are linked. Raises PD001, PD002, PD006, PD007, PD507.';
