CREATE FUNCTION api.save_sla_policy(draft jsonb) RETURNS SETOF api.sla_policies
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_policy_id bigint;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    IF save_sla_policy.draft -> 'sla_policy_id' IS NULL AND nullif(save_sla_policy.draft -> 'name', 'null') IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'name is missing');
    END IF;
    v_policy_id := helpdesk.write_sla_policy(save_sla_policy.draft);
    RETURN QUERY SELECT p.* FROM api.sla_policies AS p WHERE p.sla_policy_id = v_policy_id;
END
$$;

COMMENT ON FUNCTION api.save_sla_policy IS
$$Save an SLA policy with what it promises, all or nothing

draft as in rpc/preview_sla_policy_change, and "description"; a new policy needs a name. Returns the policy. Raises
PD001 (policy), PD002 (permission), PD006 (draft), PD401 (conditions).$$;
GRANT EXECUTE ON FUNCTION api.save_sla_policy TO admin;
