CREATE FUNCTION api.desk_report(days int DEFAULT 30) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_since timestamptz := date_trunc('day', helpdesk.clock(), 'UTC') - make_interval(
        days => least(greatest(coalesce(desk_report.days, 30), 1), 366)
    );
BEGIN
    PERFORM helpdesk.require('reports.read');
    RETURN jsonb_build_object(
        'since', v_since,
        'volume', (
            SELECT jsonb_build_object(
                'created', coalesce(sum(v.created), 0),
                'resolved', coalesce(sum(v.resolved), 0),
                'closed', coalesce(sum(v.closed), 0),
                'reopened', coalesce(sum(v.reopened), 0)
            )
            FROM (
                SELECT
                    count(*) FILTER (WHERE e.kind = 'ticket_created') AS created,
                    count(*) FILTER (WHERE e.kind = 'ticket_resolved') AS resolved,
                    count(*) FILTER (WHERE e.kind = 'ticket_closed') AS closed,
                    count(*) FILTER (WHERE e.kind = 'ticket_reopened') AS reopened
                FROM helpdesk.event AS e
                JOIN helpdesk.ticket AS t USING (ticket_id)
                WHERE e.at >= v_since AND t.deleted_at IS NULL
            ) AS v
        ),
        'open', (
            SELECT coalesce(jsonb_object_agg(o.status, o.tickets), '{}')
            FROM (
                SELECT t.status, count(*) AS tickets
                FROM helpdesk.ticket AS t
                WHERE t.status_category NOT IN ('solved', 'closed') AND t.deleted_at IS NULL
                GROUP BY t.status
            ) AS o
        ),
        'sla', (
            SELECT coalesce(jsonb_object_agg(s.metric, jsonb_build_object(
                'promises', s.promises, 'missed', s.missed,
                'attained_percent', round(100.0 * (s.promises - s.missed) / s.promises, 1)
            )), '{}')
            FROM (
                SELECT c.metric, count(*) AS promises, count(*) FILTER (WHERE c.breached_at IS NOT NULL) AS missed
                FROM helpdesk.sla_clock AS c
                JOIN helpdesk.ticket AS t USING (ticket_id)
                WHERE c.started_at >= v_since
                    AND (c.target_us IS NOT NULL OR c.manual_due_at IS NOT NULL)
                    AND (c.breached_at IS NOT NULL OR c.stopped_at IS NOT NULL)
                    AND c.mode <> 'restart'
                    AND t.deleted_at IS NULL
                GROUP BY c.metric
            ) AS s
        ),
        'csat', (
            SELECT jsonb_build_object(
                'count', count(*),
                'average', round(avg(g.rating), 2),
                'content_percent', round(100.0 * count(*) FILTER (WHERE g.rating >= 4) / nullif(count(*), 0), 1)
            )
            FROM helpdesk.rating AS g
            WHERE g.created_at >= v_since
        )
    );
END
$$;

COMMENT ON FUNCTION api.desk_report IS
$$The desk's figures

Of the last days (UTC): {"since", "volume": {"created", "resolved", "closed", "reopened"}, "open": tickets by status
now, "sla": by metric {"promises": that are decided, "missed", "attained_percent"}, "csat": {"count", "average",
"content_percent": of ratings 4 and 5}}. The schema reports and pgdesk report
say more. Raises PD002.$$;
GRANT EXECUTE ON FUNCTION api.desk_report TO admin;
