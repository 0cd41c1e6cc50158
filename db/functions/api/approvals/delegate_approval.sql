CREATE FUNCTION api.delegate_approval(
    approval_id bigint,
    person_id bigint DEFAULT NULL,
    email text DEFAULT NULL,
    comment text DEFAULT NULL
) RETURNS api.approvals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_vote helpdesk.approval_vote := helpdesk.lock_vote(delegate_approval.approval_id);
    v_to_id bigint := coalesce(
        delegate_approval.person_id, (helpdesk.find_person(lower(btrim(delegate_approval.email)))).person_id
    );
    v_approval helpdesk.approval;
    v_ticket helpdesk.ticket;
    v_refusal jsonb;
    v_result api.approvals;
BEGIN
    SELECT * INTO v_approval FROM helpdesk.approval AS a WHERE a.approval_id = delegate_approval.approval_id;
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = v_approval.ticket_id;
    v_refusal := helpdesk.approver_refusal(v_ticket, array_remove(ARRAY[v_to_id], NULL), v_approval.requested_by);
    IF v_refusal IS NULL AND EXISTS (
        SELECT
        FROM helpdesk.approval_vote AS v
        WHERE v.approval_id = v_approval.approval_id AND v.person_id = v_to_id
    ) THEN
        v_refusal := helpdesk.refusal('PD176', format('%s is asked already', helpdesk.person_name(v_to_id)));
    END IF;
    IF v_refusal IS NOT NULL THEN
        PERFORM helpdesk.raise_refusal(CASE
            -- To whom people and other votes are not shown: neither who has an address nor who is asked.
            WHEN helpdesk.actor_role() = 'customer' THEN helpdesk.refusal(
                'PD176', 'they cannot decide on it', NULL,
                'Name one of the staff, the requester or somebody of the organisation, who is not asked yet.'
            )
            ELSE v_refusal
        END);
    ELSIF length(delegate_approval.comment) > 2000 THEN
        PERFORM helpdesk.refuse('PD006', 'comment has more than 2000 characters');
    END IF;
    UPDATE helpdesk.approval_vote AS v
    SET state = 'delegated', decided_at = helpdesk.clock(), delegated_to = v_to_id,
        comment = nullif(btrim(delegate_approval.comment), '')
    WHERE v.approval_vote_id = v_vote.approval_vote_id;
    INSERT INTO helpdesk.approval_vote (approval_id, person_id) VALUES (v_approval.approval_id, v_to_id);
    PERFORM helpdesk.record_event(v_ticket.ticket_id, 'approval_delegated', jsonb_build_object(
        'approval_id', v_approval.approval_id,
        'approval_vote_id', v_vote.approval_vote_id,
        'question', v_approval.question,
        'person_ids', ARRAY[v_to_id],
        'due_at', v_approval.due_at
    ));
    SELECT * INTO v_result FROM api.approvals AS a WHERE a.approval_id = v_approval.approval_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.delegate_approval IS
$$Let somebody else decide in one's place

By who is asked and has not decided; to somebody by id or by mail address, who could have been asked and was not; to
customers it is not said why somebody cannot. They are told. Returns the approval. Raises PD001, PD002, PD006, PD094,
PD175, PD176.$$;
GRANT EXECUTE ON FUNCTION api.delegate_approval TO customer, agent, admin;
