CREATE OR REPLACE FUNCTION helpdesk.list_sla_rematches(
    p_ticket_ids bigint[] DEFAULT NULL,
    p_after_ticket_id bigint DEFAULT 0,
    p_limit int DEFAULT NULL
) RETURNS TABLE (
    ticket_id bigint,
    policy_version_id bigint,
    calendar_version_id bigint,
    new_policy_version_id bigint,
    new_calendar_version_id bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    v_settings jsonb := helpdesk.sla_settings();
BEGIN
    RETURN QUERY
    SELECT t.ticket_id, o.sla_policy_version_id, o.calendar_version_id, m.policy_version_id, m.calendar_version_id
    FROM helpdesk.ticket AS t
    CROSS JOIN LATERAL (
        SELECT c.sla_policy_version_id, c.calendar_version_id
        FROM helpdesk.sla_clock AS c
        WHERE c.ticket_id = t.ticket_id AND c.stopped_at IS NULL
        LIMIT 1
    ) AS o
    CROSS JOIN LATERAL helpdesk.match_sla(t, v_settings) AS m
    LEFT JOIN helpdesk.sla_policy_version AS op ON op.sla_policy_version_id = o.sla_policy_version_id
    LEFT JOIN helpdesk.calendar_version AS oc ON oc.calendar_version_id = o.calendar_version_id
    LEFT JOIN helpdesk.sla_policy_version AS np ON np.sla_policy_version_id = m.policy_version_id
    LEFT JOIN helpdesk.calendar_version AS nc ON nc.calendar_version_id = m.calendar_version_id
    WHERE t.status_category NOT IN ('solved', 'closed')
        AND t.deleted_at IS NULL
        AND t.ticket_id > p_after_ticket_id
        AND (p_ticket_ids IS NULL OR t.ticket_id = ANY (p_ticket_ids))
        -- Whether of the same version is left to start_sla_change.
        AND (np.sla_policy_id, nc.calendar_id) IS DISTINCT FROM (op.sla_policy_id, oc.calendar_id)
    ORDER BY t.ticket_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.list_sla_rematches IS
'Open tickets, of those named or of all, whose clocks follow another policy or calendar than match_sla chooses now; in '
'id order.';
