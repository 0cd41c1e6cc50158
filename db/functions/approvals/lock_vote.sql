CREATE OR REPLACE FUNCTION helpdesk.lock_vote(p_approval_id bigint) RETURNS helpdesk.approval_vote
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_approval helpdesk.approval;
    v_vote helpdesk.approval_vote;
BEGIN
    IF helpdesk.impersonator_id() IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD094', 'nobody decides as somebody else');
    END IF;
    v_approval := helpdesk.lock_approval(p_approval_id, 'approvals.decide');
    SELECT * INTO v_vote
    FROM helpdesk.approval_vote AS v
    WHERE v.approval_id = p_approval_id AND v.person_id = helpdesk.me();
    IF v_vote.approval_vote_id IS NULL THEN
        PERFORM helpdesk.refuse('PD002', format('only who is asked decides on approval %s', p_approval_id));
    ELSIF v_vote.state <> 'pending' THEN
        PERFORM helpdesk.refuse(
            'PD175', format('the caller''s vote on approval %s is %s', p_approval_id, v_vote.state), NULL,
            'Everybody decides once.'
        );
    ELSIF v_approval.due_at <= helpdesk.clock() THEN
        PERFORM helpdesk.refuse('PD175', format('approval %s was due', p_approval_id));
    END IF;
    RETURN v_vote;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_vote IS
'The caller''s vote on an approval, pending, and its ticket locked. Raises PD001, PD002, PD094, PD175.';
