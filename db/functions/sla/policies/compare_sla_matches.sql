CREATE OR REPLACE FUNCTION helpdesk.compare_sla_matches(p_sla_policy_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'matches_more', count(*) FILTER (WHERE m.is_matched AND NOT m.is_followed),
            'matches_less', count(*) FILTER (WHERE m.is_followed AND NOT m.is_matched)
        )
        FROM (
            SELECT
                coalesce(helpdesk.match_sla_policy(t) = p_sla_policy_id, false) AS is_matched,
                coalesce(v.sla_policy_id = p_sla_policy_id, false) AS is_followed
            FROM (
                SELECT c.ticket_id, max(c.sla_policy_version_id) AS sla_policy_version_id
                FROM helpdesk.sla_clock AS c
                WHERE c.stopped_at IS NULL
                GROUP BY c.ticket_id
            ) AS o
            JOIN helpdesk.ticket AS t USING (ticket_id)
            LEFT JOIN helpdesk.sla_policy_version AS v USING (sla_policy_version_id)
        ) AS m
    );
END
$$;

COMMENT ON FUNCTION helpdesk.compare_sla_matches IS
'How many tickets with open clocks match a policy without following it, and the other way round.';
