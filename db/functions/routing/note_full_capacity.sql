CREATE OR REPLACE FUNCTION helpdesk.note_full_capacity(p_ticket helpdesk.ticket) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_full text;
BEGIN
    IF p_ticket.assignee_id IS NOT NULL AND p_ticket.status_category NOT IN ('solved', 'closed') THEN
        v_full := helpdesk.find_full_capacity(p_ticket);
    END IF;
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
