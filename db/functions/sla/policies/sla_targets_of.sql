-- PL/pgSQL, whose plans outlive the call: every event of a ticket asks.
CREATE OR REPLACE FUNCTION helpdesk.sla_targets_of(p_policy_version_id bigint, p_priority text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN coalesce((
        SELECT jsonb_object_agg(t.metric, CASE
            WHEN t.target_days IS NULL THEN jsonb_build_array(t.target_minutes)
            ELSE jsonb_build_array(NULL, t.target_days)
        END)
        FROM helpdesk.sla_version_target AS t
        WHERE t.sla_policy_version_id = p_policy_version_id AND t.priority = p_priority
    ), '{}');
END
$$;

COMMENT ON FUNCTION helpdesk.sla_targets_of IS
'What a version of a policy promises for a priority: {metric: [minutes]} or {metric: [null, business days]}.';
