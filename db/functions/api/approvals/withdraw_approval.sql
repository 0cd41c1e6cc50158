CREATE FUNCTION api.withdraw_approval(approval_id bigint) RETURNS api.approvals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_approval helpdesk.approval := helpdesk.lock_approval(withdraw_approval.approval_id, 'approvals.ask');
    v_result api.approvals;
BEGIN
    IF v_approval.requested_by IS DISTINCT FROM helpdesk.me() THEN
        PERFORM helpdesk.require('approvals.withdraw');
    END IF;
    PERFORM helpdesk.end_approvals(ARRAY[v_approval.approval_id]);
    SELECT * INTO v_result FROM api.approvals AS a WHERE a.approval_id = v_approval.approval_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.withdraw_approval IS
$$Ask for an approval no more

By who asked for it, and by permission approvals.withdraw. Returns the approval. Raises PD001, PD002, PD175.$$;
GRANT EXECUTE ON FUNCTION api.withdraw_approval TO agent, admin;
