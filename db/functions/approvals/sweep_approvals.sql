CREATE OR REPLACE FUNCTION helpdesk.sweep_approvals(p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_now timestamptz := helpdesk.clock();
    v_ids bigint[];
    v_reminded bigint[];
BEGIN
    -- The tickets first, as everybody locks.
    WITH due AS (
        SELECT a.approval_id, a.ticket_id
        FROM helpdesk.approval AS a
        WHERE a.state = 'pending' AND least(a.remind_at, a.due_at) <= v_now
        ORDER BY least(a.remind_at, a.due_at)
        LIMIT p_limit
    ),
    locked AS (
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id IN (SELECT d.ticket_id FROM due AS d)
        ORDER BY t.ticket_id
        FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT array_agg(d.approval_id) INTO v_ids FROM due AS d JOIN locked AS l USING (ticket_id);
    PERFORM helpdesk.end_approvals(ARRAY(
        SELECT a.approval_id
        FROM helpdesk.approval AS a
        WHERE a.approval_id = ANY (v_ids) AND a.due_at <= v_now AND a.state_when_due = s.state
    ), s.state)
    FROM (VALUES ('expired'), ('declined')) AS s (state);
    WITH reminded AS (
        UPDATE helpdesk.approval AS a
        SET remind_at = NULL
        WHERE a.approval_id = ANY (v_ids) AND a.state = 'pending' AND a.remind_at <= v_now
        RETURNING a.approval_id
    )
    SELECT array_agg(r.approval_id) INTO v_reminded FROM reminded AS r;
    PERFORM helpdesk.record_events(ARRAY(
        SELECT ROW(a.ticket_id, 'approval_reminded', jsonb_build_object(
            'approval_id', a.approval_id,
            'question', a.question,
            'person_ids', jsonb_agg(v.person_id ORDER BY v.person_id),
            'due_at', a.due_at
        ), NULL)::helpdesk.new_event
        FROM helpdesk.approval AS a
        JOIN helpdesk.approval_vote AS v USING (approval_id)
        WHERE a.approval_id = ANY (v_reminded) AND v.state = 'pending'
        GROUP BY a.approval_id
        ORDER BY a.approval_id
    ));
    RETURN helpdesk.job_has_more(coalesce(cardinality(v_ids), 0), p_limit);
END
$$;

COMMENT ON FUNCTION helpdesk.sweep_approvals IS
'Ends up to p_limit approvals that are due, and reminds those who have not decided on others; returns how many. SKIP '
'LOCKED leaves those of a ticket to whoever is writing it, so two at once are safe.';
GRANT EXECUTE ON FUNCTION helpdesk.sweep_approvals TO worker;
