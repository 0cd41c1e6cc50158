CREATE OR REPLACE FUNCTION helpdesk.note_full_capacity(p_ticket_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_full text;
BEGIN
    SELECT helpdesk.find_full_capacity(t) INTO v_full
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id = p_ticket_id AND t.assignee_id IS NOT NULL AND t.status_category NOT IN ('solved', 'closed');
    IF v_full IS NULL THEN
        RETURN '{}';
    END IF;
    PERFORM helpdesk.notice(format('the assignee is above capacity: %s', v_full));
    RETURN jsonb_build_object('above_capacity', v_full);
END
$$;

COMMENT ON FUNCTION helpdesk.note_full_capacity IS
'For the event of an assignment that the assignee has no room for: {"above_capacity": what the capacity is}, else {}; '
'tells the caller as well.';
