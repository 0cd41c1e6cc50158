CREATE OR REPLACE FUNCTION helpdesk.freeze_sla_policy(p_sla_policy_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_policy helpdesk.sla_policy;
    v_old bigint;
    v_id bigint;
BEGIN
    SELECT * INTO v_policy FROM helpdesk.sla_policy AS p WHERE p.sla_policy_id = p_sla_policy_id;
    IF v_policy.sla_policy_id IS NULL THEN
        RETURN NULL;
    END IF;
    v_old := helpdesk.sla_policy_version_of(p_sla_policy_id);
    IF v_old IS NOT NULL AND NOT EXISTS (
        (
            SELECT t.priority, t.metric, t.target_minutes, t.target_days
            FROM helpdesk.sla_target AS t
            WHERE t.sla_policy_id = p_sla_policy_id
            EXCEPT
            SELECT t.priority, t.metric, t.target_minutes, t.target_days
            FROM helpdesk.sla_version_target AS t
            WHERE t.sla_policy_version_id = v_old
        )
        UNION ALL
        (
            SELECT t.priority, t.metric, t.target_minutes, t.target_days
            FROM helpdesk.sla_version_target AS t
            WHERE t.sla_policy_version_id = v_old
            EXCEPT
            SELECT t.priority, t.metric, t.target_minutes, t.target_days
            FROM helpdesk.sla_target AS t
            WHERE t.sla_policy_id = p_sla_policy_id
        )
        UNION ALL
        SELECT NULL, NULL, NULL, NULL
        FROM helpdesk.sla_policy_version AS v
        WHERE v.sla_policy_version_id = v_old AND v.conditions IS DISTINCT FROM v_policy.conditions
    ) THEN
        RETURN v_old;
    END IF;

    INSERT INTO helpdesk.sla_policy_version (sla_policy_id, valid_from, conditions)
    VALUES (p_sla_policy_id, helpdesk.clock(), v_policy.conditions)
    RETURNING sla_policy_version_id INTO v_id;
    INSERT INTO helpdesk.sla_version_target (sla_policy_version_id, priority, metric, target_minutes, target_days)
    SELECT v_id, t.priority, t.metric, t.target_minutes, t.target_days
    FROM helpdesk.sla_target AS t
    WHERE t.sla_policy_id = p_sla_policy_id;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.freeze_sla_policy IS
'Freezes a policy''s targets and conditions as a new version, if they differ from the last; returns the version in '
'force. Clocks are not touched.';
