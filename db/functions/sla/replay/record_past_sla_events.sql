-- Not by record_event: what is past is put between the events that there are.
CREATE OR REPLACE FUNCTION helpdesk.record_past_sla_events(
    p_from_ticket_id bigint DEFAULT 1,
    p_until_ticket_id bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
DECLARE
    v_last bigint := coalesce(p_until_ticket_id, (SELECT max(t.ticket_id) FROM helpdesk.ticket AS t));
    v_from bigint := p_from_ticket_id;
    v_now timestamptz := helpdesk.clock();
    v_done bigint;
    v_count bigint := 0;
BEGIN
    WHILE v_from <= v_last LOOP
        WITH judged AS (
            -- The instant at which the due instant was known: a target that is lowered below the used time is missed
            -- when it is lowered. This asks only tickets whose targets were changed, or their calendars, where those
            -- decide what a target means.
            SELECT i.ticket_id, i.metric, i.cycle, min(i.starts_at) AS known_at
            FROM (
                SELECT DISTINCT c.ticket_id
                FROM helpdesk.sla_clock AS c
                WHERE c.ticket_id BETWEEN v_from AND least(v_from + 9999, v_last)
                    AND NOT c.is_breach_recorded
                    AND (c.breached_at IS NOT NULL OR c.stopped_at IS NULL AND c.due_at <= v_now)
                    AND (
                        SELECT count(DISTINCT jsonb_build_array(
                            (e.sla -> c.metric) - 0,
                            CASE WHEN c.is_recounted OR c.target_days IS NOT NULL THEN e.sla -> 'calendar' END
                        ))
                        FROM helpdesk.event AS e
                        WHERE e.ticket_id = c.ticket_id AND e.sla IS NOT NULL
                    ) > 1
            ) AS b
            CROSS JOIN LATERAL helpdesk.list_sla_intervals(b.ticket_id, b.ticket_id) AS i
            WHERE i.is_own AND (i.after_us >= i.target_us OR i.is_last)
            GROUP BY i.ticket_id, i.metric, i.cycle
        ),
        past AS (
            SELECT
                c.ticket_id,
                'sla_breached' AS kind,
                greatest(
                    coalesce(c.breached_at, c.due_at), CASE WHEN c.manual_due_at IS NULL THEN j.known_at END
                ) AS at,
                helpdesk.sla_payload(c) AS payload
            FROM helpdesk.sla_clock AS c
            LEFT JOIN judged AS j ON j.ticket_id = c.ticket_id AND j.metric = c.metric AND j.cycle = c.cycle
            WHERE c.ticket_id BETWEEN v_from AND least(v_from + 9999, v_last)
                AND NOT c.is_breach_recorded
                AND (c.breached_at IS NOT NULL OR c.stopped_at IS NULL AND c.due_at <= v_now)
            UNION ALL
            SELECT c.ticket_id, 'sla_warning', c.warn_at, helpdesk.sla_payload(c)
            FROM helpdesk.sla_clock AS c
            WHERE c.ticket_id BETWEEN v_from AND least(v_from + 9999, v_last)
                AND c.warned_at IS NULL
                AND c.warn_at >= c.started_at
                -- A clock that paused after its warning has neither.
                AND c.warn_at < coalesce(least(c.breached_at, c.due_at, c.stopped_at), 'infinity')
                AND c.warn_at <= v_now
            UNION ALL
            SELECT c.ticket_id, 'sla_met', c.stopped_at, helpdesk.sla_payload(c)
            FROM helpdesk.sla_clock AS c
            WHERE c.ticket_id BETWEEN v_from AND least(v_from + 9999, v_last) AND c.state = 'met'
        ),
        recorded AS (
            INSERT INTO helpdesk.event (event_id, ticket_id, kind, at, actor_role, payload)
            OVERRIDING SYSTEM VALUE
            SELECT
                b.event_id + row_number() OVER (
                    PARTITION BY b.event_id ORDER BY p.at, p.kind DESC, p.payload ->> 'metric'
                ),
                p.ticket_id,
                p.kind,
                p.at,
                'system',
                p.payload
            FROM past AS p
            CROSS JOIN LATERAL (
                SELECT e.event_id
                FROM helpdesk.event AS e
                WHERE e.ticket_id = p.ticket_id AND e.at <= p.at
                ORDER BY e.event_id DESC
                LIMIT 1
            ) AS b
            RETURNING ticket_id, kind, at, payload
        ),
        told AS (
            SELECT
                r.ticket_id,
                r.payload ->> 'metric' AS metric,
                (r.payload -> 'cycle')::int AS cycle,
                bool_or(r.kind = 'sla_breached') AS is_breached,
                min(r.at) FILTER (WHERE r.kind = 'sla_warning') AS warned_at
            FROM recorded AS r
            WHERE r.kind <> 'sla_met'
            GROUP BY 1, 2, 3
        )
        UPDATE helpdesk.sla_clock AS c
        SET breached_at = CASE WHEN t.is_breached THEN coalesce(c.breached_at, c.due_at) ELSE c.breached_at END,
            is_breach_recorded = c.is_breach_recorded OR t.is_breached,
            warned_at = coalesce(c.warned_at, t.warned_at)
        FROM told AS t
        WHERE c.ticket_id = t.ticket_id
            AND c.ticket_id BETWEEN v_from AND least(v_from + 9999, v_last)
            AND c.metric = t.metric
            AND c.cycle = t.cycle;
        GET DIAGNOSTICS v_done = ROW_COUNT;
        v_count := v_count + v_done;
        v_from := v_from + 10000;
    END LOOP;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.record_past_sla_events IS
'Last step of a bulk load: inserts the warnings, breaches and met targets of loaded tickets at the instants at which '
'they happened. Event ids must leave gaps of ten; returns how many clocks were warned of or missed.';
