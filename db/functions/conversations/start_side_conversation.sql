CREATE OR REPLACE FUNCTION helpdesk.start_side_conversation(
    p_ticket_id bigint,
    p_subject text,
    p_body text,
    p_person_ids bigint[]
)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_refused text;
    v_id bigint;
BEGIN
    PERFORM helpdesk.lock_ticket(p_ticket_id, 'tickets.note');
    IF helpdesk.me() IS NULL OR coalesce(cardinality(p_person_ids), 0) = 0 THEN
        PERFORM helpdesk.refuse('PD014', 'person_ids names nobody');
    END IF;
    SELECT string_agg(coalesce(s.person_id::text, 'null'), ', ') INTO v_refused
    FROM unnest(p_person_ids) AS s(person_id)
    LEFT JOIN helpdesk.person AS p ON p.person_id = s.person_id AND p.is_active AND p.role <> 'customer'
    WHERE p.person_id IS NULL;
    IF v_refused IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD014', format('not active members of staff: %s', v_refused), NULL, 'See /rest/staff.'
        );
    END IF;
    INSERT INTO helpdesk.side_conversation (ticket_id, subject, created_by)
    VALUES (p_ticket_id, p_subject, helpdesk.me())
    RETURNING side_conversation_id INTO v_id;
    INSERT INTO helpdesk.side_participant (side_conversation_id, person_id)
    SELECT v_id, s.person_id FROM unnest(p_person_ids || helpdesk.me()) AS s(person_id)
    ON CONFLICT (side_conversation_id, person_id) DO NOTHING;
    PERFORM helpdesk.write_side_message(v_id, p_body, 'side_conversation_started');
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.start_side_conversation IS
'Opens a thread among the caller and other active staff beside a ticket. Raises PD001, PD002, PD014.';
