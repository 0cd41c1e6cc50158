CREATE OR REPLACE FUNCTION helpdesk.draft_sla_policy(p_draft jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_id bigint := helpdesk.write_sla_policy(p_draft);
    v_old bigint := helpdesk.sla_policy_version_of(v_id);
    v_version_id bigint := helpdesk.freeze_sla_policy(v_id);
BEGIN
    INSERT INTO helpdesk.sla_change (at, sla_policy_id, sla_policy_version_id)
    SELECT helpdesk.clock(), v_id, v_version_id
    WHERE v_version_id <> v_old;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.draft_sla_policy IS
'Writes a draft of a policy and freezes it; for callers that undo it. Raises what helpdesk.write_sla_policy does.';
