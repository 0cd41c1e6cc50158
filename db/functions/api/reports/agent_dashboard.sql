CREATE FUNCTION api.agent_dashboard(days int DEFAULT 30) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_me bigint := helpdesk.me();
    v_since timestamptz := helpdesk.clock() - make_interval(
        days => least(greatest(coalesce(agent_dashboard.days, 30), 1), 366)
    );
    v_queue jsonb;
    v_resolved jsonb;
    v_sla jsonb;
BEGIN
    SELECT jsonb_build_object(
        'open', coalesce(sum(q.count), 0),
        'by_status', coalesce(jsonb_object_agg(q.status, q.count), '{}'),
        'snoozed', coalesce(sum(q.snoozed), 0),
        'overdue', coalesce(sum(q.overdue), 0)
    ) INTO v_queue
    FROM (
        SELECT
            t.status,
            count(*) AS count,
            count(*) FILTER (WHERE t.snoozed_until IS NOT NULL) AS snoozed,
            count(*) FILTER (WHERE t.due_at < helpdesk.clock()) AS overdue
        FROM helpdesk.ticket AS t
        WHERE t.assignee_id = v_me AND t.status_category NOT IN ('solved', 'closed') AND t.deleted_at IS NULL
        GROUP BY t.status
    ) AS q;

    SELECT jsonb_build_object(
        'count', count(*),
        'median_resolution_minutes', round((
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.resolved_at - t.created_at)) / 60
        )::numeric, 1),
        'p90_resolution_minutes', round((
            percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM t.resolved_at - t.created_at)) / 60
        )::numeric, 1),
        'median_first_response_minutes', round((
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.first_response_at - t.created_at)) / 60
        )::numeric, 1)
    ) INTO v_resolved
    FROM helpdesk.ticket AS t
    WHERE t.assignee_id = v_me
        AND t.resolved_at >= v_since
        AND t.deleted_at IS NULL
        AND t.merged_into_id IS NULL
        AND NOT t.is_spam;

    SELECT jsonb_build_object(
        'breached_open', count(DISTINCT t.ticket_id) FILTER (WHERE c.breached_at IS NOT NULL),
        'due_within_hour', count(DISTINCT t.ticket_id) FILTER (
            WHERE c.breached_at IS NULL AND c.mode = 'run' AND c.due_at <= helpdesk.clock() + interval '1 hour'
        )
    ) INTO v_sla
    FROM helpdesk.ticket AS t
    JOIN helpdesk.sla_clock AS c USING (ticket_id)
    WHERE t.assignee_id = v_me AND t.status_category NOT IN ('solved', 'closed') AND t.deleted_at IS NULL;
    v_sla := v_sla || jsonb_build_object('breached_resolved', (
        SELECT count(DISTINCT t.ticket_id)
        FROM helpdesk.ticket AS t
        JOIN helpdesk.sla_clock AS c USING (ticket_id)
        WHERE t.assignee_id = v_me
            AND t.resolved_at >= v_since
            AND t.deleted_at IS NULL
            AND c.breached_at IS NOT NULL
            AND c.state <> 'withdrawn'
    ));

    RETURN jsonb_build_object(
        'since', v_since,
        'my_queue', v_queue,
        'unassigned', (
            SELECT helpdesk.capped_count(count(*))
            FROM (SELECT 1 FROM helpdesk.waiting_ticket_ids(NULL, helpdesk.my_department_ids(), '{}') LIMIT 1001) AS w
        ),
        'asked_for_help', (
            SELECT count(*)
            FROM helpdesk.mention AS m
            WHERE m.mentioned_id = v_me AND m.is_escalation AND m.addressed_at IS NULL
        ),
        'asked_for_approval', (
            SELECT count(*) FROM helpdesk.approval_vote AS v WHERE v.person_id = v_me AND v.state = 'pending'
        ),
        'resolved', v_resolved,
        'sla', v_sla,
        'csat', (
            SELECT jsonb_build_object(
                'count', count(*),
                'average', round(avg(g.rating), 2),
                'content_percent', round(100.0 * count(*) FILTER (WHERE g.rating >= 4) / nullif(count(*), 0), 1)
            )
            FROM helpdesk.rating AS g
            WHERE g.agent_id = v_me AND g.created_at >= v_since
        ),
        'replies', (
            SELECT count(*)
            FROM helpdesk.event AS e
            WHERE e.actor_id = v_me AND e.at >= v_since AND e.kind = 'reply_created'
        )
    );
END
$$;

COMMENT ON FUNCTION api.agent_dashboard IS
$$The caller's own figures

Returns {"since", "my_queue": {"open", "by_status", "snoozed", "overdue"}, "unassigned": of the caller's departments,
exact to 1000, null: more, "asked_for_help", "asked_for_approval", "resolved": {"count", "median_resolution_minutes",
"p90_resolution_minutes", "median_first_response_minutes"}, "sla": tickets {"breached_open", "due_within_hour",
"breached_resolved"}, "csat": {"count", "average", "content_percent": of ratings 4 and 5}, "replies"}. Minutes are
calendar time; resolved, csat, replies: of the last days.$$;
GRANT EXECUTE ON FUNCTION api.agent_dashboard TO agent, admin;
