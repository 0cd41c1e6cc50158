-- A trigger, so that the clocks follow whoever writes an event; of the statement, so that those of ten thousand tickets
-- are stepped at once. Of one ticket in turns, event by event: a later one steps what an earlier one left.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__update_sla_clocks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_events helpdesk.event[];
    v_turn helpdesk.event[];
    v_is_changing boolean;
    v_restarted bigint[];
    v_met helpdesk.sla_clock[];
    v_missed bigint[];
BEGIN
    SELECT
        array_agg(i::helpdesk.event ORDER BY i.event_id),
        array_agg(i.ticket_id) FILTER (WHERE i.sla ? 'restart'),
        EXISTS (SELECT FROM helpdesk.sla_change AS c WHERE c.done_at IS NULL)
    INTO v_events, v_restarted, v_is_changing
    FROM inserted AS i
    WHERE i.sla IS NOT NULL;
    WHILE cardinality(v_events) > 0 LOOP
        v_turn := v_events;
        v_events := NULL;
        IF cardinality(v_turn) > 1 THEN
            SELECT array_agg(t.event) FILTER (WHERE t.turn = 1), array_agg(t.event) FILTER (WHERE t.turn > 1)
            INTO v_turn, v_events
            FROM (
                SELECT e AS event, row_number() OVER (PARTITION BY e.ticket_id ORDER BY e.event_id) AS turn
                FROM unnest(v_turn) AS e
            ) AS t;
        END IF;
        IF v_is_changing THEN
            PERFORM helpdesk.change_open_sla_clocks(ARRAY[i.ticket_id], (i.sla -> 'change')::bigint, i.event_id)
            FROM unnest(v_turn) AS i;
        END IF;
        IF v_restarted IS NOT NULL THEN
            UPDATE helpdesk.sla_clock AS c
            SET mode = n.mode,
                since_at = n.since_at,
                used_us = n.used_us,
                paused_us = n.paused_us,
                breached_at = n.breached_at,
                stopped_at = n.stopped_at
            FROM unnest(v_turn) AS i
            JOIN helpdesk.sla_clock AS o USING (ticket_id)
            CROSS JOIN LATERAL helpdesk.step_sla_clock(o, i.at, 'restart', NULL, i.event_id) AS n
            WHERE o.stopped_at IS NULL
                AND i.sla -> 'restart' ? o.metric
                AND i.sla -> o.metric ->> 0 IN ('run', 'pause')
                AND c.ticket_id = o.ticket_id
                AND c.metric = o.metric
                AND c.cycle = o.cycle;
        END IF;
        WITH stepped AS (
            SELECT i.ticket_id AS of_ticket_id, m.metric AS of_metric, n.*
            FROM unnest(v_turn) AS i
            CROSS JOIN (VALUES ('first_response'), ('next_response'), ('resolution')) AS m(metric)
            LEFT JOIN LATERAL (
                SELECT c AS clock
                FROM helpdesk.sla_clock AS c
                WHERE c.ticket_id = i.ticket_id AND c.metric = m.metric
                ORDER BY c.cycle DESC
                LIMIT 1
            ) AS o ON true
            CROSS JOIN LATERAL helpdesk.step_sla_clock(
                o.clock,
                coalesce((i.sla #>> ARRAY['at', m.metric])::timestamptz, i.at),
                i.sla -> m.metric ->> 0,
                ROW(
                    (i.sla ->> 'policy')::bigint,
                    (i.sla ->> 'calendar')::bigint,
                    60000000 * (i.sla -> m.metric ->> 1)::bigint,
                    (i.sla -> m.metric ->> 2)::int,
                    CASE WHEN m.metric = 'resolution' THEN (i.sla ->> 'due_at')::timestamptz END,
                    (i.sla ->> 'warn_percent')::int,
                    60000000 * (i.sla ->> 'warn_minutes')::bigint,
                    coalesce(i.sla -> 'continue' ? m.metric, false),
                    i.sla ? 'recount'
                )::helpdesk.sla_terms,
                i.event_id
            ) AS n
            WHERE i.sla -> m.metric ->> 0 IN ('run', 'pause') OR (o.clock).mode IN ('run', 'pause')
        ),
        written AS (
            INSERT INTO helpdesk.sla_clock AS c (
                ticket_id, metric, cycle, mode, sla_policy_version_id, calendar_version_id, target_us, target_days,
                manual_due_at, warn_percent, warn_within_us, is_recounted, started_at, since_at, used_us, paused_us,
                due_at, warn_at, warned_at, breached_at, is_breach_recorded, stopped_at
            )
            SELECT
                s.of_ticket_id, s.of_metric, s.cycle, s.mode, s.sla_policy_version_id, s.calendar_version_id,
                s.target_us, s.target_days, s.manual_due_at, s.warn_percent, s.warn_within_us, s.is_recounted,
                s.started_at, s.since_at, s.used_us, s.paused_us, s.due_at, s.warn_at, s.warned_at, s.breached_at,
                s.is_breach_recorded, s.stopped_at
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
            array_agg(w.c ORDER BY (w.c).ticket_id, (w.c).metric) FILTER (WHERE (w.c).state = 'met'),
            array_agg(DISTINCT (w.c).ticket_id)
                FILTER (WHERE (w.c).breached_at IS NOT NULL AND NOT (w.c).is_breach_recorded)
        INTO v_met, v_missed
        FROM written AS w;
        IF v_met IS NOT NULL THEN
            -- Not by record_events: nobody acts.
            INSERT INTO helpdesk.event (ticket_id, kind, at, actor_role, payload)
            SELECT m.ticket_id, 'sla_met', helpdesk.clock(), 'system', helpdesk.sla_payload(m) || helpdesk.acting_rule()
            FROM unnest(v_met) AS m;
        END IF;
        v_missed := v_missed || v_restarted;
        IF v_missed IS NOT NULL THEN
            PERFORM helpdesk.record_sla_events(v_missed, '-infinity');
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__update_sla_clocks IS
'Steps the tickets'' open clocks to the events'' facts, starts and stops cycles, records what was met and what was '
'missed before a sweep saw it.';
