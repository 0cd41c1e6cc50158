CREATE OR REPLACE FUNCTION helpdesk.list_sla_intervals(
    p_from_ticket_id bigint,
    p_until_ticket_id bigint,
    p_as_of timestamptz DEFAULT 'infinity',
    p_upto_event_id bigint DEFAULT NULL,
    p_is_replay boolean DEFAULT false,
    p_upto_change_id bigint DEFAULT NULL
) RETURNS TABLE (
    ticket_id bigint,
    metric text,
    cycle bigint,
    seq bigint,
    starts_at timestamptz,
    ends_at timestamptz,
    mode text,
    status text,
    sla_policy_version_id bigint,
    calendar_version_id bigint,
    target_us bigint,
    target_days int,
    manual_due_at timestamptz,
    warn_percent int,
    warn_within_us bigint,
    length_us bigint,
    before_us bigint,
    after_us bigint,
    is_last boolean,
    is_restarted boolean,
    is_recounted boolean,
    view int,
    is_own boolean,
    is_final boolean,
    is_withdrawn boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
-- Windows and CTEs hide how many rows there are: nested loops over them are quadratic, one plan serves a ticket and a
-- range.
SET enable_nestloop = off SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH fact AS (
        SELECT
            e.ticket_id,
            e.event_id,
            e.at,
            e.sla,
            (e.sla -> 'change')::bigint AS change_id,
            (e.sla ->> 'policy')::bigint AS policy_version_id,
            (e.sla ->> 'calendar')::bigint AS calendar_version_id,
            lead((e.sla -> 'change')::bigint) OVER (PARTITION BY e.ticket_id ORDER BY e.event_id) AS next_change_id
        FROM (
            SELECT e.ticket_id, e.event_id, e.at, e.sla
            FROM helpdesk.event AS e
            WHERE e.ticket_id BETWEEN p_from_ticket_id AND p_until_ticket_id AND e.sla IS NOT NULL AND NOT p_is_replay
            UNION ALL
            SELECT e.ticket_id, e.event_id, e.at, f.sla
            FROM helpdesk.list_sla_facts(p_from_ticket_id, p_until_ticket_id) AS f
            JOIN helpdesk.event AS e USING (event_id)
            WHERE e.ticket_id BETWEEN p_from_ticket_id AND p_until_ticket_id AND p_is_replay
        ) AS e
        WHERE e.at <= p_as_of AND (p_upto_event_id IS NULL OR e.event_id <= p_upto_event_id)
    ),
    -- What an edit of the calendar or policy changed between this fact and the next, for tickets whose clocks were
    -- open.
    changed AS (
        SELECT
            f.ticket_id,
            f.event_id,
            c.sla_change_id,
            c.at,
            f.sla,
            coalesce((
                SELECT n.sla_policy_version_id
                FROM helpdesk.sla_change AS n
                WHERE n.sla_policy_id = p.sla_policy_id
                    AND n.sla_change_id > f.change_id
                    AND n.sla_change_id <= c.sla_change_id
                ORDER BY n.sla_change_id DESC
                LIMIT 1
            ), f.policy_version_id) AS policy_version_id,
            coalesce((
                SELECT n.calendar_version_id
                FROM helpdesk.sla_change AS n
                WHERE n.calendar_id = k.calendar_id
                    AND n.sla_change_id > f.change_id
                    AND n.sla_change_id <= c.sla_change_id
                ORDER BY n.sla_change_id DESC
                LIMIT 1
            ), f.calendar_version_id) AS calendar_version_id
        FROM fact AS f
        LEFT JOIN helpdesk.sla_policy_version AS p ON p.sla_policy_version_id = f.policy_version_id
        LEFT JOIN helpdesk.calendar_version AS k ON k.calendar_version_id = f.calendar_version_id
        JOIN helpdesk.sla_change AS c ON c.sla_change_id > f.change_id
            AND c.sla_change_id <= CASE
                WHEN f.next_change_id IS NOT NULL THEN f.next_change_id
                WHEN p_upto_event_id IS NULL THEN c.sla_change_id
                ELSE coalesce(p_upto_change_id, f.change_id)
            END
            AND (c.sla_policy_id = p.sla_policy_id OR c.calendar_id = k.calendar_id)
            AND c.at <= p_as_of
        WHERE f.change_id < (SELECT max(n.sla_change_id) FROM helpdesk.sla_change AS n)
            AND (
                f.sla -> 'first_response' ->> 0 <> 'stop'
                OR f.sla -> 'next_response' ->> 0 <> 'stop'
                OR f.sla -> 'resolution' ->> 0 <> 'stop'
            )
    ),
    item AS (
        SELECT
            i.*,
            max(i.own_at) OVER (PARTITION BY i.ticket_id ORDER BY i.event_id, i.sla_change_id) AS at
        FROM (
            SELECT
                f.ticket_id, f.event_id, 0::bigint AS sla_change_id, f.at AS own_at, f.sla, f.policy_version_id,
                f.calendar_version_id
            FROM fact AS f
            UNION ALL
            SELECT c.ticket_id, c.event_id, c.sla_change_id, c.at, c.sla, c.policy_version_id, c.calendar_version_id
            FROM changed AS c
        ) AS i
    ),
    -- MATERIALIZED: else the business time is computed anew for each metric.
    stretch AS MATERIALIZED (
        SELECT
            i.*,
            CASE
                WHEN i.next_at IS NULL THEN 0
                WHEN i.calendar_version_id IS NULL OR v.is_always_open THEN helpdesk.us_between(i.at, i.next_at)
                -- business_us, written out: it is asked for every stretch of every ticket.
                ELSE coalesce((
                    SELECT u.position_us - f.position_us
                    FROM (
                        SELECT s.before_us + helpdesk.us_between(s.starts_at, least(i.at, s.ends_at)) AS position_us
                        FROM helpdesk.calendar_span AS s
                        WHERE s.calendar_version_id = i.calendar_version_id AND s.starts_at <= i.at
                        ORDER BY s.starts_at DESC
                        LIMIT 1
                    ) AS f
                    CROSS JOIN (
                        SELECT s.before_us + helpdesk.us_between(s.starts_at, least(i.next_at, s.ends_at))
                            AS position_us
                        FROM helpdesk.calendar_span AS s
                        WHERE s.calendar_version_id = i.calendar_version_id AND s.starts_at <= i.next_at
                        ORDER BY s.starts_at DESC
                        LIMIT 1
                    ) AS u
                    WHERE i.at >= v.spans_from AND i.next_at <= v.spans_until
                ), helpdesk.business_us(i.calendar_version_id, i.at, i.next_at))
            END AS length_us
        FROM (
            SELECT
                i.*,
                lead(i.at) OVER w AS next_at,
                lead(i.sla) OVER w AS next_sla,
                lead(i.sla_change_id) OVER w AS next_change_id,
                lag(i.sla) OVER w AS sla_before,
                row_number() OVER w AS seq
            FROM item AS i
            WINDOW w AS (PARTITION BY i.ticket_id ORDER BY i.event_id, i.sla_change_id)
        ) AS i
        LEFT JOIN helpdesk.calendar_version AS v USING (calendar_version_id)
    ),
    point AS (
        SELECT
            s.ticket_id,
            s.seq,
            a.at,
            a.next_at,
            s.sla_change_id,
            s.sla,
            s.policy_version_id,
            s.calendar_version_id,
            CASE
                WHEN a.at = s.at AND a.next_at IS NOT DISTINCT FROM s.next_at THEN s.length_us
                WHEN a.next_at IS NULL THEN 0
                ELSE helpdesk.business_us(s.calendar_version_id, a.at, a.next_at)
            END AS length_us,
            m.metric,
            s.sla -> m.metric ->> 0 AS mode,
            coalesce(s.sla_before -> m.metric ->> 0, 'stop') AS mode_before,
            s.sla_change_id = 0 AND s.sla ? 'restart' AND s.sla -> 'restart' ? m.metric AS is_start,
            s.sla ? 'continue' AND s.sla -> 'continue' ? m.metric AS is_continued,
            coalesce(
                s.next_change_id = 0
                    AND s.next_sla ? 'restart'
                    AND s.next_sla -> 'restart' ? m.metric
                    AND s.next_sla -> m.metric ->> 0 IN ('run', 'pause'),
                false
            ) AS is_restarted,
            coalesce(s.next_change_id = 0 AND s.next_sla -> m.metric ->> 0 = 'withdraw', false) AS is_withdrawn
        FROM stretch AS s
        CROSS JOIN (VALUES ('first_response'), ('next_response'), ('resolution')) AS m(metric)
        -- What a merge brings holds from an instant before its event.
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN s.sla_change_id = 0 AND s.sla ? 'at'
                    THEN coalesce((s.sla #>> ARRAY['at', m.metric])::timestamptz, s.at)
                ELSE s.at
            END AS at
        ) AS b
        CROSS JOIN LATERAL (
            SELECT
                b.at,
                CASE
                    WHEN s.next_change_id = 0 AND s.next_sla ? 'at' AND s.next_sla -> m.metric ->> 0 = 'stop'
                        THEN greatest(b.at, coalesce((s.next_sla #>> ARRAY['at', m.metric])::timestamptz, s.next_at))
                    ELSE s.next_at
                END AS next_at
        ) AS a
        WHERE s.sla -> m.metric ->> 0 IN ('run', 'pause')
    ),
    cycled AS (
        SELECT
            p.*,
            count(*) FILTER (
                WHERE p.is_start OR p.mode_before IN ('stop', 'withdraw') AND NOT p.is_continued
            ) OVER (PARTITION BY p.ticket_id, p.metric ORDER BY p.seq) AS cycle
        FROM point AS p
    ),
    promised AS (
        SELECT
            c.*,
            first_value(c.at) OVER w AS started_at,
            lag(c.seq) OVER w IS NOT NULL
                AND c.calendar_version_id IS DISTINCT FROM lag(c.calendar_version_id) OVER w AS is_turn,
            CASE WHEN c.sla_change_id = 0 THEN (c.sla -> c.metric ->> 1)::bigint ELSE t.target_minutes END
                AS target_minutes,
            CASE WHEN c.sla_change_id = 0 THEN (c.sla -> c.metric ->> 2)::int ELSE t.target_days END AS target_days
        FROM cycled AS c
        LEFT JOIN helpdesk.sla_version_target AS t ON c.sla_change_id > 0
            AND t.sla_policy_version_id = c.policy_version_id
            AND t.priority = c.sla ->> 'priority'
            AND t.metric = c.metric
        WINDOW w AS (PARTITION BY c.ticket_id, c.metric, c.cycle ORDER BY c.seq)
    ),
    -- Stretches with one calendar, numbered; where a turn to another calendar counts for all before it, there is a view
    -- for each number: how the cycle was counted while that stretch lasted. The last view is what holds.
    turned AS (
        SELECT
            p.*,
            count(*) FILTER (WHERE p.is_turn) OVER (
                PARTITION BY p.ticket_id, p.metric, p.cycle ORDER BY p.seq
            )::int AS epoch
        FROM promised AS p
    ),
    recounted AS (
        SELECT
            t.*,
            max(t.epoch) OVER w AS last_epoch,
            array_agg(t.epoch) FILTER (WHERE t.is_turn AND t.sla ? 'recount') OVER w AS recount_epochs,
            array_agg(t.calendar_version_id) FILTER (WHERE t.is_turn AND t.sla ? 'recount') OVER w AS recount_calendars
        FROM turned AS t
        WINDOW w AS (
            PARTITION BY t.ticket_id, t.metric, t.cycle
            ORDER BY t.seq ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
    ),
    viewed AS (
        SELECT r.*, r.last_epoch AS view, true AS is_own, r.calendar_version_id AS counted_by, r.length_us AS counted_us
        FROM recounted AS r
        WHERE r.recount_epochs IS NULL
        UNION ALL
        SELECT
            r.*,
            v.view,
            r.epoch = v.view,
            e.calendar_version_id,
            CASE
                WHEN r.next_at IS NULL THEN 0
                WHEN e.calendar_version_id IS NOT DISTINCT FROM r.calendar_version_id THEN r.length_us
                ELSE helpdesk.business_us(e.calendar_version_id, r.at, r.next_at)
            END
        FROM recounted AS r
        CROSS JOIN LATERAL generate_series(r.epoch, r.last_epoch) AS v(view)
        CROSS JOIN LATERAL (
            SELECT max(n.n) AS n
            FROM generate_subscripts(r.recount_epochs, 1) AS n(n)
            WHERE r.recount_epochs[n.n] > r.epoch AND r.recount_epochs[n.n] <= v.view
        ) AS n
        CROSS JOIN LATERAL (
            SELECT CASE WHEN n.n IS NULL THEN r.calendar_version_id ELSE r.recount_calendars[n.n] END
                AS calendar_version_id
        ) AS e
        WHERE r.recount_epochs IS NOT NULL
    )
    SELECT
        c.ticket_id,
        c.metric,
        c.cycle,
        c.seq,
        c.at,
        c.next_at,
        c.mode,
        c.sla ->> 'status',
        c.policy_version_id,
        c.counted_by,
        CASE
            WHEN c.target_days IS NOT NULL
                THEN helpdesk.business_days_us(c.calendar_version_id, c.started_at, c.target_days)
            ELSE 60000000 * c.target_minutes
        END,
        c.target_days,
        CASE WHEN c.metric = 'resolution' THEN (c.sla ->> 'due_at')::timestamptz END,
        (c.sla ->> 'warn_percent')::int,
        60000000 * (c.sla ->> 'warn_minutes')::bigint,
        c.counted_us,
        (coalesce(sum(CASE WHEN c.mode = 'run' THEN c.counted_us ELSE 0 END) OVER before, 0))::bigint,
        (coalesce(sum(CASE WHEN c.mode = 'run' THEN c.counted_us ELSE 0 END) OVER upto, 0))::bigint,
        c.view = c.last_epoch AND lead(c.seq) OVER clock IS NULL,
        c.is_restarted,
        c.sla ? 'recount',
        c.view,
        c.is_own,
        c.view = c.last_epoch,
        c.is_withdrawn
    FROM viewed AS c
    WINDOW
        clock AS (PARTITION BY c.ticket_id, c.metric, c.cycle, c.view ORDER BY c.seq),
        upto AS (clock ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
        before AS (clock ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING);
END
$$;

COMMENT ON FUNCTION helpdesk.list_sla_intervals IS
'From the event log alone: each stretch of time in which a clock of the tickets ran or was paused, what applied in it, '
'its business time and the time used before and after it. ends_at is NULL where the last fact still holds. is_final: '
'as it is counted now; other rows are how a cycle was counted before a change of calendar that counts for all of it, '
'is_own those that lasted while it was so. p_is_replay: by the facts of list_sla_facts, policies and settings as they '
'are now, in place of those recorded. p_upto_event_id: by the events up to one, and the edits that it knows of or '
'those up to p_upto_change_id.';
