CREATE OR REPLACE FUNCTION helpdesk.recompute_sla(
    p_from_ticket_id bigint,
    p_until_ticket_id bigint,
    p_as_of timestamptz DEFAULT 'infinity',
    p_upto_event_id bigint DEFAULT NULL,
    p_is_replay boolean DEFAULT false
) RETURNS SETOF helpdesk.sla_clock
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = ''
-- Windows and CTEs hide how many rows there are: nested loops over them are quadratic, one plan serves a ticket and a
-- range.
SET enable_nestloop = off SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
BEGIN
    RETURN QUERY
    WITH interval_of AS MATERIALIZED (
        SELECT *
        FROM helpdesk.list_sla_intervals(p_from_ticket_id, p_until_ticket_id, p_as_of, p_upto_event_id, p_is_replay)
    ),
    -- Instants to find: where the clock reaches so much used time, as seen in interval seq.
    wanted AS (
        SELECT i.ticket_id, i.metric, i.cycle, i.view, i.seq, 'due' AS what, i.target_us AS goal_us
        FROM interval_of AS i
        WHERE i.is_last AND i.manual_due_at IS NULL AND i.target_us IS NOT NULL
        UNION ALL
        SELECT
            i.ticket_id, i.metric, i.cycle, i.view, i.seq, 'warn',
            helpdesk.warning_us(i.target_us, i.warn_percent, i.warn_within_us)
        FROM interval_of AS i
        WHERE i.is_last
            AND i.manual_due_at IS NULL
            AND helpdesk.warning_us(i.target_us, i.warn_percent, i.warn_within_us) > 0
        UNION ALL
        SELECT i.ticket_id, i.metric, i.cycle, i.view, i.seq, 'breach', i.target_us
        FROM interval_of AS i
        WHERE i.is_own AND i.manual_due_at IS NULL AND i.after_us >= i.target_us AND i.starts_at < i.ends_at
    ),
    hit AS (
        SELECT DISTINCT ON (w.ticket_id, w.metric, w.cycle, w.what, w.seq)
            w.ticket_id, w.metric, w.cycle, w.what, w.seq, i.calendar_version_id, i.starts_at,
            w.goal_us - i.before_us AS left_us
        FROM wanted AS w
        JOIN interval_of AS i
            ON i.ticket_id = w.ticket_id AND i.metric = w.metric AND i.cycle = w.cycle AND i.view = w.view
        WHERE i.seq <= w.seq AND i.mode = 'run' AND (i.after_us >= w.goal_us OR i.seq = w.seq)
        ORDER BY w.ticket_id, w.metric, w.cycle, w.what, w.seq, i.seq
    ),
    instant AS (
        SELECT
            h.*,
            CASE
                WHEN h.calendar_version_id IS NULL THEN h.starts_at + h.left_us * interval '1 microsecond'
                -- add_business_us, written out for what lies within the spans made: it is asked thrice for every clock.
                ELSE coalesce((
                    SELECT s.starts_at + (f.total_us - s.before_us) * interval '1 microsecond'
                    FROM (
                        SELECT s.before_us + helpdesk.us_between(
                            s.starts_at, least(h.starts_at, s.ends_at)
                        ) + h.left_us AS total_us
                        FROM helpdesk.calendar_span AS s
                        WHERE s.calendar_version_id = h.calendar_version_id AND s.starts_at <= h.starts_at
                        ORDER BY s.starts_at DESC
                        LIMIT 1
                    ) AS f
                    CROSS JOIN LATERAL (
                        SELECT s.starts_at, s.ends_at, s.before_us
                        FROM helpdesk.calendar_span AS s
                        WHERE s.calendar_version_id = h.calendar_version_id AND s.before_us < f.total_us
                        ORDER BY s.before_us DESC
                        LIMIT 1
                    ) AS s
                    WHERE h.left_us > 0
                        AND h.starts_at >= v.spans_from
                        AND h.starts_at < v.spans_until
                        AND f.total_us - s.before_us <= helpdesk.us_between(s.starts_at, s.ends_at)
                ), helpdesk.add_business_us(h.calendar_version_id, h.starts_at, h.left_us))
            END AS at
        FROM hit AS h
        LEFT JOIN helpdesk.calendar_version AS v USING (calendar_version_id)
    ),
    breach AS (
        SELECT DISTINCT ON (b.ticket_id, b.metric, b.cycle) b.ticket_id, b.metric, b.cycle, b.due_at
        FROM (
            SELECT n.ticket_id, n.metric, n.cycle, n.seq, n.at AS due_at
            FROM instant AS n
            JOIN interval_of AS i
                ON i.ticket_id = n.ticket_id AND i.metric = n.metric AND i.cycle = n.cycle AND i.seq = n.seq
            WHERE n.what = 'breach' AND i.is_own AND n.at < i.ends_at
            UNION ALL
            SELECT i.ticket_id, i.metric, i.cycle, i.seq, i.manual_due_at
            FROM interval_of AS i
            WHERE i.is_own AND i.manual_due_at < i.ends_at AND i.starts_at < i.ends_at
        ) AS b
        ORDER BY b.ticket_id, b.metric, b.cycle, b.seq
    ),
    recorded AS (
        SELECT r.ticket_id, r.metric, r.cycle, min(r.warned_at) AS warned_at, min(r.breached_at) AS breached_at
        FROM (
            SELECT
                e.ticket_id,
                e.payload ->> 'metric' AS metric,
                (e.payload -> 'cycle')::int AS cycle,
                CASE WHEN e.kind = 'sla_warning' THEN e.at END AS warned_at,
                CASE WHEN e.kind = 'sla_breached' THEN (e.payload ->> 'due_at')::timestamptz END AS breached_at
            FROM helpdesk.event AS e
            WHERE e.ticket_id BETWEEN p_from_ticket_id AND p_until_ticket_id
                -- Not an index condition: the range of tickets is the one to use.
                AND starts_with(e.kind, 'sla_')
                AND e.at <= p_as_of
                AND (p_upto_event_id IS NULL OR e.event_id <= p_upto_event_id)
            UNION ALL
            -- What purged events told is frozen.
            SELECT
                g.ticket_id,
                f.metric,
                f.cycle,
                CASE WHEN f.warned_at <= p_as_of THEN f.warned_at END,
                CASE WHEN f.breached_at <= p_as_of THEN f.breached_at END
            FROM helpdesk.purged_ticket AS g
            CROSS JOIN LATERAL jsonb_to_recordset(g.sla_results)
                AS f(metric text, cycle int, warned_at timestamptz, breached_at timestamptz)
            WHERE g.ticket_id BETWEEN p_from_ticket_id AND p_until_ticket_id
        ) AS r
        WHERE NOT p_is_replay
        GROUP BY 1, 2, 3
    ),
    total AS (
        SELECT
            i.ticket_id,
            i.metric,
            i.cycle,
            min(i.starts_at) AS started_at,
            max(i.after_us) AS used_us,
            coalesce(sum(i.length_us) FILTER (WHERE i.mode = 'pause'), 0)::bigint AS paused_us
        FROM interval_of AS i
        WHERE i.is_final
        GROUP BY i.ticket_id, i.metric, i.cycle
    ),
    clock AS (
        SELECT
            l.*,
            t.started_at,
            t.used_us,
            t.paused_us,
            coalesce(l.manual_due_at, d.at) AS due_at,
            CASE
                WHEN l.manual_due_at IS NOT NULL
                    THEN helpdesk.warning_instant(
                        l.calendar_version_id, t.started_at, l.manual_due_at, l.warn_percent, l.warn_within_us
                    )
                WHEN helpdesk.warning_us(l.target_us, l.warn_percent, l.warn_within_us) = 0 THEN t.started_at
                ELSE w.at
            END AS warn_at,
            r.warned_at,
            coalesce(r.breached_at, b.due_at) AS breached_at,
            r.breached_at IS NOT NULL AS is_breach_recorded
        FROM interval_of AS l
        JOIN total AS t ON t.ticket_id = l.ticket_id AND t.metric = l.metric AND t.cycle = l.cycle
        LEFT JOIN instant AS d
            ON d.ticket_id = l.ticket_id AND d.metric = l.metric AND d.cycle = l.cycle AND d.what = 'due'
        LEFT JOIN instant AS w
            ON w.ticket_id = l.ticket_id AND w.metric = l.metric AND w.cycle = l.cycle AND w.what = 'warn'
        LEFT JOIN breach AS b ON b.ticket_id = l.ticket_id AND b.metric = l.metric AND b.cycle = l.cycle
        LEFT JOIN recorded AS r ON r.ticket_id = l.ticket_id AND r.metric = l.metric AND r.cycle = l.cycle
        WHERE l.is_last
    )
    SELECT
        c.ticket_id,
        c.metric,
        c.cycle::int,
        CASE
            WHEN c.ends_at IS NULL THEN c.mode
            WHEN c.is_withdrawn THEN 'withdraw'
            WHEN c.is_restarted THEN 'restart'
            ELSE 'stop'
        END,
        CASE
            WHEN c.ends_at IS NULL THEN CASE c.mode WHEN 'run' THEN 'running' ELSE 'paused' END
            WHEN c.is_withdrawn THEN 'withdrawn'
            WHEN c.breached_at IS NOT NULL THEN 'missed'
            WHEN c.is_restarted THEN 'restarted'
            WHEN c.target_us IS NULL AND c.manual_due_at IS NULL THEN 'stopped'
            ELSE 'met'
        END,
        c.sla_policy_version_id,
        c.calendar_version_id,
        c.target_us,
        c.target_days,
        c.manual_due_at,
        c.warn_percent,
        c.warn_within_us,
        c.is_recounted,
        c.started_at,
        coalesce(c.ends_at, c.starts_at),
        c.used_us,
        c.paused_us,
        c.due_at,
        c.warn_at,
        c.warned_at,
        c.breached_at,
        c.is_breach_recorded,
        c.ends_at,
        NULL::timestamptz
    FROM clock AS c;
END
$$;

COMMENT ON FUNCTION helpdesk.recompute_sla IS
'The clocks of a range of tickets as the event log gives them (next_check_at left out), set-based; sla_clock '
'must equal it row by row. A breach counts from the first interval that lasted beyond the due instant; what '
'purged events told of warnings and breaches is frozen in purged_ticket. p_is_replay: see list_sla_intervals; '
'it then does not take over what was recorded as breached.';
