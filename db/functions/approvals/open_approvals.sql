CREATE OR REPLACE FUNCTION helpdesk.open_approvals(
    p_ticket_ids bigint[],
    p_person_ids bigint[],
    p_questions text[],
    p_needed int,
    p_is_required boolean,
    p_due_at timestamptz,
    p_remind_at timestamptz,
    p_state_when_due text
) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids bigint[];
    v_before interval := make_interval(hours => helpdesk.setting_int('approval_remind_hours'));
BEGIN
    IF p_remind_at IS NULL AND v_before > '0' THEN
        -- Of a deadline that is near, half the time is left.
        p_remind_at := greatest(p_due_at - v_before, helpdesk.clock() + (p_due_at - helpdesk.clock()) / 2);
    END IF;
    WITH asked AS (
        INSERT INTO helpdesk.approval (
            ticket_id, question, requested_by, needed, is_required, due_at, remind_at, state_when_due
        )
        SELECT
            u.ticket_id, min(u.question), helpdesk.me(), p_needed, coalesce(p_is_required, true), p_due_at, p_remind_at,
            coalesce(p_state_when_due, 'expired')
        FROM unnest(p_ticket_ids, p_questions) AS u(ticket_id, question)
        GROUP BY u.ticket_id
        ORDER BY u.ticket_id
        RETURNING approval_id, ticket_id
    ),
    votes AS (
        INSERT INTO helpdesk.approval_vote (approval_id, person_id)
        SELECT a.approval_id, u.person_id
        FROM asked AS a
        JOIN unnest(p_ticket_ids, p_person_ids) AS u(ticket_id, person_id) ON u.ticket_id = a.ticket_id
        ORDER BY a.approval_id, u.person_id
    )
    SELECT array_agg(a.approval_id ORDER BY a.approval_id) INTO v_ids FROM asked AS a;
    PERFORM helpdesk.record_events(ARRAY(
        SELECT ROW(a.ticket_id, 'approval_requested', jsonb_build_object(
            'approval_id', a.approval_id,
            'question', a.question,
            'person_ids', (
                SELECT jsonb_agg(v.person_id ORDER BY v.person_id)
                FROM helpdesk.approval_vote AS v
                WHERE v.approval_id = a.approval_id
            ),
            'needed', a.needed,
            'is_required', a.is_required,
            'due_at', a.due_at
        ), NULL)::helpdesk.new_event
        FROM helpdesk.approval AS a
        WHERE a.approval_id = ANY (v_ids)
        ORDER BY a.approval_id
    ));
    RETURN v_ids;
END
$$;

COMMENT ON FUNCTION helpdesk.open_approvals IS
'Asks for an approval on each of the tickets, which are locked; the arrays are of one length, an entry for each person '
'on each ticket. Without a reminder, one comes approval_remind_hours before it is due.';
