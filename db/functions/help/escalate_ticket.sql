CREATE OR REPLACE FUNCTION helpdesk.escalate_ticket(
    p_ticket_id bigint,
    p_staff_ids bigint[],
    p_message text,
    p_requested_by bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_me bigint := helpdesk.me();
    v_requested_by bigint := coalesce(p_requested_by, v_me);
    v_staff_ids bigint[];
    v_refused text;
    v_message_id bigint;
    v_escalation_id bigint;
BEGIN
    PERFORM helpdesk.lock_ticket(p_ticket_id, 'tickets.escalate');
    IF v_me IS NULL THEN
        PERFORM helpdesk.refuse('PD014', 'only a member of staff can ask for help');
    END IF;
    IF v_requested_by <> v_me AND helpdesk.actor_role() <> 'admin' THEN
        PERFORM helpdesk.refuse('PD002', 'only administrators ask for help in another''s name');
    END IF;
    IF coalesce(p_message, '') !~ '\S' THEN
        PERFORM helpdesk.refuse('PD014', 'the message is empty', NULL, 'Say what help you need.');
    END IF;
    SELECT array_agg(DISTINCT s.person_id ORDER BY s.person_id) INTO v_staff_ids
    FROM unnest(p_staff_ids) AS s(person_id);
    IF v_staff_ids IS NULL OR array_position(v_staff_ids, NULL) IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD014', 'staff_ids names nobody');
    END IF;
    IF v_me = ANY (v_staff_ids) THEN
        PERFORM helpdesk.refuse('PD014', 'staff_ids names the caller');
    ELSIF v_requested_by = ANY (v_staff_ids) THEN
        PERFORM helpdesk.refuse('PD014', 'staff_ids names who asks');
    END IF;
    SELECT string_agg(s.person_id::text, ', ') INTO v_refused
    FROM unnest(v_staff_ids || v_requested_by) AS s(person_id)
    LEFT JOIN helpdesk.person AS p ON p.person_id = s.person_id AND p.is_active AND p.role <> 'customer'
    WHERE p.person_id IS NULL;
    IF v_refused IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD014', format('not active members of staff: %s', v_refused), NULL, 'See /rest/staff.'
        );
    END IF;

    INSERT INTO helpdesk.message (ticket_id, kind, author_id, body)
    VALUES (p_ticket_id, 'note', v_requested_by, p_message)
    RETURNING message_id INTO v_message_id;
    INSERT INTO helpdesk.escalation (ticket_id, message_id, requested_by)
    VALUES (p_ticket_id, v_message_id, v_requested_by)
    RETURNING escalation_id INTO v_escalation_id;
    INSERT INTO helpdesk.mention AS m (ticket_id, message_id, mentioned_by, mentioned_id, escalation_id)
    SELECT p_ticket_id, v_message_id, v_requested_by, s.person_id, v_escalation_id
    FROM unnest(v_staff_ids) AS s(person_id)
    ON CONFLICT (message_id, mentioned_id) DO UPDATE
    SET mentioned_by = excluded.mentioned_by, escalation_id = excluded.escalation_id;
    PERFORM helpdesk.record_event(
        p_ticket_id,
        'help_requested',
        jsonb_build_object(
            'escalation_id', v_escalation_id, 'person_ids', v_staff_ids, 'requested_by', v_requested_by
        ),
        v_message_id
    );
    PERFORM helpdesk.follow(p_ticket_id, s.person_id, 'mentioned') FROM unnest(v_staff_ids) AS s(person_id);
    RETURN v_escalation_id;
END
$$;

COMMENT ON FUNCTION helpdesk.escalate_ticket IS
'Asks colleagues for help: an internal note, one mention each, one event; owner, priority and status stay. '
'p_requested_by: in whose name, where that is not the caller, who must then be an administrator. Raises PD001, PD002, '
'PD014.';
