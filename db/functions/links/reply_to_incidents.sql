-- The problem and its incidents are locked together, in id order, before anything is written.
CREATE OR REPLACE FUNCTION helpdesk.reply_to_incidents(
    p_problem_id bigint,
    p_body text,
    p_status text DEFAULT NULL,
    p_is_for_problem_too boolean DEFAULT false
) RETURNS TABLE (ticket_id bigint, status text, message_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_problem helpdesk.ticket;
    v_ticket helpdesk.ticket;
    v_ids bigint[];
    v_message_id bigint;
BEGIN
    PERFORM helpdesk.see_ticket(p_problem_id);
    IF p_body IS NULL AND p_status IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'neither body nor status is given');
    END IF;
    v_ids := ARRAY(
        SELECT l.to_id
        FROM helpdesk.ticket_link AS l
        JOIN helpdesk.ticket AS t ON t.ticket_id = l.to_id
        WHERE l.kind = 'problem_incident' AND l.from_id = p_problem_id
            AND t.status_category NOT IN ('solved', 'closed') AND t.deleted_at IS NULL
            AND helpdesk.can_work_on_ticket(t)
    );
    PERFORM helpdesk.lock_tickets(v_ids || p_problem_id, 'tickets.link');
    SELECT * INTO v_problem FROM helpdesk.ticket AS t WHERE t.ticket_id = p_problem_id;
    FOR v_ticket IN
        SELECT *
        FROM helpdesk.ticket AS t
        WHERE (
                p_is_for_problem_too AND t.ticket_id = p_problem_id
                OR t.ticket_id = ANY (v_ids) AND EXISTS (
                    SELECT 1
                    FROM helpdesk.ticket_link AS l
                    WHERE l.kind = 'problem_incident' AND l.from_id = p_problem_id AND l.to_id = t.ticket_id
                )
            )
            AND t.status_category NOT IN ('solved', 'closed')
        ORDER BY t.ticket_id
    LOOP
        -- Resolving may need an assignee: the problem's, else the caller.
        IF p_status IS NOT NULL
            AND v_ticket.assignee_id IS NULL
            AND NOT helpdesk.can_transition(v_ticket, p_status) THEN
            v_ticket.assignee_id := coalesce(v_problem.assignee_id, helpdesk.me());
            UPDATE helpdesk.ticket AS t SET assignee_id = v_ticket.assignee_id WHERE t.ticket_id = v_ticket.ticket_id;
        END IF;
        v_message_id := NULL;
        IF p_body IS NOT NULL THEN
            INSERT INTO helpdesk.message (ticket_id, kind, body, sets_status)
            VALUES (v_ticket.ticket_id, 'reply', p_body, p_status)
            RETURNING message_id INTO v_message_id;
        ELSE
            UPDATE helpdesk.ticket AS t SET status = p_status WHERE t.ticket_id = v_ticket.ticket_id;
        END IF;
        RETURN QUERY
        SELECT t.ticket_id, t.status, v_message_id FROM helpdesk.ticket AS t WHERE t.ticket_id = v_ticket.ticket_id;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.reply_to_incidents IS
'Writes one reply to all open incidents of a problem, or gives them a status, or both; unassigned ones get the '
'problem''s assignee where the status needs one. Raises PD001, PD002, PD003, PD006, PD007.';
