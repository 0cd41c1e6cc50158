-- A trigger, so that the clocks follow whoever writes an event.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__update_sla_clocks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_written helpdesk.sla_clock[];
    v_is_met boolean;
    v_is_missed boolean;
BEGIN
    IF EXISTS (SELECT FROM helpdesk.sla_change AS c WHERE c.done_at IS NULL) THEN
        PERFORM helpdesk.change_open_sla_clocks(
            ARRAY[NEW.ticket_id], (NEW.sla -> 'change')::bigint, NEW.event_id
        );
    END IF;
    IF NEW.sla ? 'restart' THEN
        UPDATE helpdesk.sla_clock AS c
        SET mode = n.mode,
            since_at = n.since_at,
            used_us = n.used_us,
            paused_us = n.paused_us,
            breached_at = n.breached_at,
            stopped_at = n.stopped_at
        FROM helpdesk.sla_clock AS o
        CROSS JOIN LATERAL helpdesk.step_sla_clock(o, NEW.at, 'restart', NULL, NEW.event_id) AS n
        WHERE o.ticket_id = NEW.ticket_id
            AND o.stopped_at IS NULL
            AND NEW.sla -> 'restart' ? o.metric
            AND NEW.sla -> o.metric ->> 0 IN ('run', 'pause')
            AND c.ticket_id = o.ticket_id
            AND c.metric = o.metric
            AND c.cycle = o.cycle;
    END IF;
    WITH stepped AS (
        SELECT m.metric AS of_metric, n.*
        FROM (VALUES ('first_response'), ('next_response'), ('resolution')) AS m(metric)
        LEFT JOIN LATERAL (
            SELECT c AS clock
            FROM helpdesk.sla_clock AS c
            WHERE c.ticket_id = NEW.ticket_id AND c.metric = m.metric
            ORDER BY c.cycle DESC
            LIMIT 1
        ) AS o ON true
        CROSS JOIN LATERAL helpdesk.step_sla_clock(
            o.clock,
            coalesce((NEW.sla #>> ARRAY['at', m.metric])::timestamptz, NEW.at),
            NEW.sla -> m.metric ->> 0,
            ROW(
                (NEW.sla ->> 'policy')::bigint,
                (NEW.sla ->> 'calendar')::bigint,
                60000000 * (NEW.sla -> m.metric ->> 1)::bigint,
                (NEW.sla -> m.metric ->> 2)::int,
                CASE WHEN m.metric = 'resolution' THEN (NEW.sla ->> 'due_at')::timestamptz END,
                (NEW.sla ->> 'warn_percent')::int,
                60000000 * (NEW.sla ->> 'warn_minutes')::bigint,
                coalesce(NEW.sla -> 'continue' ? m.metric, false),
                NEW.sla ? 'recount'
            )::helpdesk.sla_terms,
            NEW.event_id
        ) AS n
        WHERE NEW.sla -> m.metric ->> 0 IN ('run', 'pause') OR (o.clock).mode IN ('run', 'pause')
    ),
    written AS (
        INSERT INTO helpdesk.sla_clock AS c (
            ticket_id, metric, cycle, mode, sla_policy_version_id, calendar_version_id, target_us, target_days,
            manual_due_at, warn_percent, warn_within_us, is_recounted, started_at, since_at, used_us, paused_us, due_at,
            warn_at, warned_at, breached_at, is_breach_recorded, stopped_at
        )
        SELECT
            NEW.ticket_id, s.of_metric, s.cycle, s.mode, s.sla_policy_version_id, s.calendar_version_id, s.target_us,
            s.target_days, s.manual_due_at, s.warn_percent, s.warn_within_us, s.is_recounted, s.started_at, s.since_at,
            s.used_us, s.paused_us, s.due_at, s.warn_at, s.warned_at, s.breached_at, s.is_breach_recorded, s.stopped_at
        FROM stepped AS s
        ON CONFLICT (ticket_id, metric, cycle) DO UPDATE
        SET mode = excluded.mode,
            sla_policy_version_id = excluded.sla_policy_version_id,
            calendar_version_id = excluded.calendar_version_id,
            target_us = excluded.target_us,
            target_days = excluded.target_days,
            manual_due_at = excluded.manual_due_at,
            warn_percent = excluded.warn_percent,
            warn_within_us = excluded.warn_within_us,
            is_recounted = excluded.is_recounted,
            since_at = excluded.since_at,
            used_us = excluded.used_us,
            paused_us = excluded.paused_us,
            due_at = excluded.due_at,
            warn_at = excluded.warn_at,
            breached_at = excluded.breached_at,
            stopped_at = excluded.stopped_at
        RETURNING c
    )
    SELECT
        array_agg(w.c),
        bool_or((w.c).state = 'met'),
        bool_or((w.c).breached_at IS NOT NULL AND NOT (w.c).is_breach_recorded)
    INTO v_written, v_is_met, v_is_missed
    FROM written AS w;
    IF v_is_met THEN
        -- Not by record_event: nobody acts, and the instant is that of the event that met the target.
        INSERT INTO helpdesk.event (ticket_id, kind, at, actor_role, payload)
        SELECT w.ticket_id, 'sla_met', NEW.at, 'system', helpdesk.sla_payload(w) || helpdesk.acting_rule()
        FROM unnest(v_written) AS w
        WHERE w.state = 'met';
    END IF;
    IF NEW.sla ? 'restart' OR v_is_missed THEN
        PERFORM helpdesk.record_sla_events(ARRAY[NEW.ticket_id], '-infinity', NEW.at);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__update_sla_clocks IS
'Steps the ticket''s open clocks to the event''s facts in one statement, starts and stops cycles, records what was met '
'and what was missed before a sweep saw it.';
