CREATE FUNCTION api.preview_sla_rematch(
    ticket_ids bigint[] DEFAULT NULL,
    view_id bigint DEFAULT NULL,
    slug text DEFAULT NULL
) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ids bigint[] := helpdesk.choose_sla_tickets(
        preview_sla_rematch.ticket_ids, preview_sla_rematch.view_id, preview_sla_rematch.slug
    );
BEGIN
    RETURN (
        WITH change AS (
            SELECT
                p.name AS from_policy, q.name AS to_policy, c.name AS from_calendar, d.name AS to_calendar,
                count(*) AS tickets
            FROM helpdesk.list_sla_rematches(v_ids) AS r
            LEFT JOIN helpdesk.sla_policy_version AS pv ON pv.sla_policy_version_id = r.policy_version_id
            LEFT JOIN helpdesk.sla_policy AS p ON p.sla_policy_id = pv.sla_policy_id
            LEFT JOIN helpdesk.sla_policy_version AS qv ON qv.sla_policy_version_id = r.new_policy_version_id
            LEFT JOIN helpdesk.sla_policy AS q ON q.sla_policy_id = qv.sla_policy_id
            LEFT JOIN helpdesk.calendar_version AS cv ON cv.calendar_version_id = r.calendar_version_id
            LEFT JOIN helpdesk.calendar AS c ON c.calendar_id = cv.calendar_id
            LEFT JOIN helpdesk.calendar_version AS dv ON dv.calendar_version_id = r.new_calendar_version_id
            LEFT JOIN helpdesk.calendar AS d ON d.calendar_id = dv.calendar_id
            GROUP BY p.name, q.name, c.name, d.name
        )
        SELECT jsonb_build_object(
            'tickets', coalesce(sum(c.tickets), 0),
            'changes', coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.tickets DESC, c.from_policy, c.to_policy), '[]')
        )
        FROM change AS c
    );
END
$$;

COMMENT ON FUNCTION api.preview_sla_rematch IS
$$What rpc/rematch_sla would change

The same arguments. Returns {"tickets": how many would change, "changes": [{"from_policy", "to_policy", "from_calendar",
"to_calendar", "tickets"}]} by name; a calendar of null is around the clock. Changes nothing. Raises PD001 (view), PD002
(permission), PD006.$$;
GRANT EXECUTE ON FUNCTION api.preview_sla_rematch TO admin;
