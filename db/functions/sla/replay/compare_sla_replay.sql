CREATE OR REPLACE FUNCTION helpdesk.compare_sla_replay(p_from timestamptz, p_until timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_at timestamptz := helpdesk.clock();
    v_tickets bigint;
    v_purged bigint;
    v_first bigint;
    v_last bigint;
BEGIN
    SELECT count(*), count(g.ticket_id), min(t.ticket_id), max(t.ticket_id) INTO v_tickets, v_purged, v_first, v_last
    FROM helpdesk.ticket AS t
    LEFT JOIN helpdesk.purged_ticket AS g USING (ticket_id)
    WHERE t.created_at >= p_from AND t.created_at < p_until;
    IF v_tickets > 100000 THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s tickets were opened in the period', v_tickets), NULL,
            'Give a period with at most 100000.'
        );
    END IF;
    RETURN (
        WITH replayed AS MATERIALIZED (
            SELECT
                r.ticket_id,
                r.metric,
                r.cycle,
                coalesce(r.breached_at <= v_at OR r.stopped_at IS NULL AND r.due_at <= v_at, false) AS is_missed
            FROM generate_series(v_first, v_last, 10000) AS b(first_id)
            CROSS JOIN LATERAL helpdesk.recompute_sla(
                b.first_id, least(b.first_id + 9999, v_last), p_is_replay => true
            ) AS r
            WHERE r.target_us IS NOT NULL OR r.manual_due_at IS NOT NULL
        ),
        recorded AS MATERIALIZED (
            SELECT
                c.ticket_id,
                c.metric,
                c.cycle,
                coalesce(c.breached_at <= v_at OR c.stopped_at IS NULL AND c.due_at <= v_at, false) AS is_missed
            FROM helpdesk.sla_clock AS c
            WHERE c.ticket_id BETWEEN v_first AND v_last AND (c.target_us IS NOT NULL OR c.manual_due_at IS NOT NULL)
        ),
        compared AS (
            SELECT
                c.metric,
                t.priority,
                count(c.has_draft) AS promises,
                count(*) FILTER (WHERE c.draft_missed) AS missed,
                count(c.has_record) AS recorded_promises,
                count(*) FILTER (WHERE c.record_missed) AS recorded_missed,
                count(*) FILTER (WHERE c.draft_missed AND c.record_missed IS NOT TRUE) AS newly_missed,
                count(*) FILTER (WHERE c.record_missed AND c.draft_missed IS NOT TRUE) AS no_longer_missed
            FROM (
                SELECT
                    coalesce(d.ticket_id, r.ticket_id) AS ticket_id,
                    coalesce(d.metric, r.metric) AS metric,
                    d.ticket_id AS has_draft,
                    r.ticket_id AS has_record,
                    d.is_missed AS draft_missed,
                    r.is_missed AS record_missed
                FROM replayed AS d
                FULL JOIN recorded AS r ON r.ticket_id = d.ticket_id AND r.metric = d.metric AND r.cycle = d.cycle
            ) AS c
            JOIN helpdesk.ticket AS t USING (ticket_id)
            WHERE t.created_at >= p_from
                AND t.created_at < p_until
                AND NOT EXISTS (SELECT 1 FROM helpdesk.purged_ticket AS g WHERE g.ticket_id = t.ticket_id)
            GROUP BY c.metric, t.priority
        )
        SELECT jsonb_build_object(
            'tickets', v_tickets - v_purged,
            'purged', v_purged,
            'results', coalesce(jsonb_agg(to_jsonb(c) ORDER BY m.position, p.position), '[]')
        )
        FROM compared AS c
        JOIN helpdesk.sla_metric AS m USING (metric)
        JOIN helpdesk.priority AS p USING (priority)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.compare_sla_replay IS
'Replays the tickets opened in a period under policies, calendars and settings as they are now, and compares what is '
'missed with what was recorded, by metric and priority; tickets whose events were purged are only counted. Raises '
'PD006 beyond 100,000 tickets.';
