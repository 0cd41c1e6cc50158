CREATE OR REPLACE FUNCTION helpdesk.lock_approval(p_approval_id bigint, p_permission text) RETURNS helpdesk.approval
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_approval helpdesk.approval;
    v_ticket helpdesk.ticket;
    v_is_asked boolean := EXISTS (
        SELECT
        FROM helpdesk.approval_vote AS v
        WHERE v.approval_id = p_approval_id AND v.person_id = helpdesk.me()
    );
BEGIN
    LOOP
        SELECT * INTO v_approval FROM helpdesk.approval AS a WHERE a.approval_id = p_approval_id;
        -- A merge may have taken it to another ticket meanwhile.
        EXIT WHEN v_approval.approval_id IS NULL OR v_approval.ticket_id = v_ticket.ticket_id;
        SELECT * INTO v_ticket
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = v_approval.ticket_id
        FOR NO KEY UPDATE;
    END LOOP;
    IF v_approval.approval_id IS NULL
        OR v_ticket.deleted_at IS NOT NULL
        OR NOT v_is_asked AND (helpdesk.actor_role() = 'customer' OR NOT helpdesk.can_see_ticket(v_ticket)) THEN
        PERFORM helpdesk.refuse('PD001', format('approval %s not found', coalesce(p_approval_id::text, 'null')));
    END IF;
    PERFORM helpdesk.require(p_permission);
    IF v_approval.state <> 'pending' THEN
        PERFORM helpdesk.refuse('PD175', format('approval %s is %s', p_approval_id, v_approval.state));
    END IF;
    RETURN v_approval;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_approval IS
'The gate of verbs about an approval: seen with its ticket, or by who is asked (else PD001), permitted (else PD002), '
'its ticket locked until commit, pending (else PD175).';
