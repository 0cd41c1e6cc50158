CREATE OR REPLACE FUNCTION helpdesk.end_approvals(p_approval_ids bigint[], p_state text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids bigint[];
BEGIN
    WITH ended AS (
        UPDATE helpdesk.approval AS a
        SET state = coalesce(p_state, 'withdrawn'), ended_at = helpdesk.clock(), remind_at = NULL
        WHERE a.approval_id = ANY (p_approval_ids) AND a.state = 'pending'
        RETURNING a.approval_id
    )
    SELECT array_agg(e.approval_id) INTO v_ids FROM ended AS e;
    IF v_ids IS NULL THEN
        RETURN;
    END IF;
    UPDATE helpdesk.approval_vote AS v SET state = 'void'
    WHERE v.approval_id = ANY (v_ids) AND v.state = 'pending';
    PERFORM helpdesk.record_events(ARRAY(
        SELECT ROW(a.ticket_id, 'approval_ended', jsonb_strip_nulls(jsonb_build_object(
            'approval_id', a.approval_id,
            'outcome', a.state,
            'question', a.question,
            'is_required', a.is_required,
            'person_ids', nullif(array_remove(ARRAY[a.requested_by, t.assignee_id], NULL), '{}')
        )), NULL)::helpdesk.new_event
        FROM helpdesk.approval AS a
        JOIN helpdesk.ticket AS t USING (ticket_id)
        WHERE a.approval_id = ANY (v_ids)
        ORDER BY a.approval_id
    ));
END
$$;

COMMENT ON FUNCTION helpdesk.end_approvals IS
'Ends pending approvals of locked tickets, in a state or, without one, as withdrawn; who has not decided is not asked '
'any more; who asked and the assignee are told.';
