CREATE OR REPLACE FUNCTION helpdesk.find_transition_refusal(p_ticket helpdesk.ticket, p_change helpdesk.ticket_change)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_new helpdesk.ticket := p_ticket;
    v_obstacle record;
BEGIN
    v_new.status := p_change.status;
    IF p_change.has_assignee THEN
        v_new.assignee_id := p_change.assignee_id;
    END IF;
    IF p_change.has_department THEN
        v_new.department_id := p_change.department_id;
    END IF;
    v_obstacle := helpdesk.transition_obstacle(p_ticket, v_new, false);
    IF v_obstacle.code IN ('PD003', 'PD004') THEN
        RETURN helpdesk.refusal(v_obstacle.code, v_obstacle.message, v_obstacle.detail, v_obstacle.hint);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.find_transition_refusal IS
'What is in the way of the ticket''s new status, in the words of transition_obstacle. What is refused to '
'all tickets alike, permission or an inactive status, is not told of one.';
