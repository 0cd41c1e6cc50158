CREATE OR REPLACE FUNCTION helpdesk.list_unmoved_sla_clocks(p_change helpdesk.sla_change)
RETURNS SETOF helpdesk.sla_clock
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT c.*
    FROM helpdesk.sla_clock AS c
    WHERE c.stopped_at IS NULL
        AND (
            c.calendar_version_id IN (
                SELECT v.calendar_version_id
                FROM helpdesk.calendar_version AS v
                WHERE v.calendar_id = p_change.calendar_id AND v.calendar_version_id < p_change.calendar_version_id
            )
            OR c.sla_policy_version_id IN (
                SELECT v.sla_policy_version_id
                FROM helpdesk.sla_policy_version AS v
                WHERE v.sla_policy_id = p_change.sla_policy_id
                    AND v.sla_policy_version_id < p_change.sla_policy_version_id
            )
        );
END;

COMMENT ON FUNCTION helpdesk.list_unmoved_sla_clocks IS
'Open clocks that have yet to follow a change of their calendar or policy.';
