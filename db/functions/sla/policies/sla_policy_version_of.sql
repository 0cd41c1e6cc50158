-- PL/pgSQL, whose plans outlive the call: every event of a ticket asks.
CREATE OR REPLACE FUNCTION helpdesk.sla_policy_version_of(p_sla_policy_id bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT v.sla_policy_version_id
        FROM helpdesk.sla_policy_version AS v
        WHERE v.sla_policy_id = p_sla_policy_id
        ORDER BY v.sla_policy_version_id DESC
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.sla_policy_version_of IS 'The version of a policy that is in force.';
