CREATE FUNCTION api.decide_approval(approval_id bigint, is_approved boolean, comment text DEFAULT NULL)
RETURNS api.approvals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_vote helpdesk.approval_vote := helpdesk.lock_vote(decide_approval.approval_id);
    v_state text := CASE WHEN decide_approval.is_approved THEN 'approved' ELSE 'declined' END;
    v_result api.approvals;
BEGIN
    IF decide_approval.is_approved IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'is_approved is neither true nor false');
    ELSIF length(decide_approval.comment) > 2000 THEN
        PERFORM helpdesk.refuse('PD006', 'comment has more than 2000 characters');
    END IF;
    UPDATE helpdesk.approval_vote AS v
    SET state = v_state, decided_at = helpdesk.clock(), comment = nullif(btrim(decide_approval.comment), '')
    WHERE v.approval_vote_id = v_vote.approval_vote_id;
    PERFORM helpdesk.record_event(
        (SELECT a.ticket_id FROM helpdesk.approval AS a WHERE a.approval_id = decide_approval.approval_id),
        'approval_decided',
        jsonb_build_object(
            'approval_id', decide_approval.approval_id, 'approval_vote_id', v_vote.approval_vote_id, 'vote', v_state
        )
    );
    PERFORM helpdesk.settle_approval(decide_approval.approval_id);
    SELECT * INTO v_result FROM api.approvals AS a WHERE a.approval_id = decide_approval.approval_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.decide_approval IS
$$Approve, or decline, what one is asked to

By who is asked, once, with a comment; not by an administrator who acts as them. The approval ends when as many as are
needed have approved, or so many have declined that it cannot be; who asked is told. Returns the approval. Raises PD001,
PD002, PD006, PD094, PD175.$$;
GRANT EXECUTE ON FUNCTION api.decide_approval TO customer, agent, admin;
