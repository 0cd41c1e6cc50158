CREATE OR REPLACE FUNCTION helpdesk.publish_sla_policy(p_sla_policy_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_old bigint;
    v_id bigint;
    v_change helpdesk.sla_change;
BEGIN
    -- One publication after another; it waits for no writer of events, and none for it.
    LOCK TABLE helpdesk.sla_change IN SHARE UPDATE EXCLUSIVE MODE;
    v_old := helpdesk.sla_policy_version_of(p_sla_policy_id);
    v_id := helpdesk.freeze_sla_policy(p_sla_policy_id);
    IF v_id <> v_old THEN
        INSERT INTO helpdesk.sla_change (at, sla_policy_id, sla_policy_version_id)
        VALUES (helpdesk.clock(), p_sla_policy_id, v_id)
        RETURNING * INTO v_change;
        PERFORM helpdesk.start_sla_change(v_change);
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.publish_sla_policy IS
'Makes a new version of a policy whose targets or conditions differ from the last, which every open clock of it then '
'follows (start_sla_change); returns the version in force.';
