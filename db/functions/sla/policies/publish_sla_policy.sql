CREATE OR REPLACE FUNCTION helpdesk.publish_sla_policy(p_sla_policy_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_old bigint;
    v_id bigint;
    v_at timestamptz := helpdesk.clock();
BEGIN
    PERFORM helpdesk.lock_sla_changes(true);
    v_old := helpdesk.sla_policy_version_of(p_sla_policy_id);
    v_id := helpdesk.freeze_sla_policy(p_sla_policy_id);
    IF v_id <> v_old THEN
        INSERT INTO helpdesk.sla_change (at, sla_policy_id, sla_policy_version_id) VALUES (v_at, p_sla_policy_id, v_id);
        PERFORM helpdesk.change_open_sla_clocks(v_at, NULL, p_sla_policy_id);
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.publish_sla_policy IS
'Makes a new version of a policy whose targets or conditions differ from the last and recomputes every open clock that '
'follows it; returns the version in force.';
