CREATE OR REPLACE FUNCTION helpdesk.explain_sla(p_ticket_id bigint, p_as_of timestamptz DEFAULT NULL)
RETURNS TABLE (metric text, cycle int, intervals jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        s.metric,
        s.cycle::int,
        jsonb_agg(
            jsonb_build_object(
                'from', s.starts_at,
                'to', s.ends_at,
                'kind', CASE s.mode WHEN 'run' THEN 'counted' ELSE 'paused' END,
                'status', s.status,
                'policy', (
                    SELECT p.name
                    FROM helpdesk.sla_policy_version AS v
                    JOIN helpdesk.sla_policy AS p USING (sla_policy_id)
                    WHERE v.sla_policy_version_id = s.sla_policy_version_id
                ),
                'calendar', coalesce((
                    SELECT c.name
                    FROM helpdesk.calendar_version AS v
                    JOIN helpdesk.calendar AS c USING (calendar_id)
                    WHERE v.calendar_version_id = s.calendar_version_id
                ), 'around the clock'),
                'target_minutes', s.target_us / 60000000,
                'target_days', s.target_days,
                'minutes', round(s.length_us / 60000000.0, 3),
                'used_minutes',
                round((s.before_us + CASE s.mode WHEN 'run' THEN s.length_us ELSE 0 END) / 60000000.0, 3)
            )
            ORDER BY s.seq
        )
    FROM (
        SELECT
            i.metric,
            i.cycle,
            i.seq,
            i.starts_at,
            o.ends_at,
            i.mode,
            i.status,
            i.sla_policy_version_id,
            i.calendar_version_id,
            i.target_us,
            i.target_days,
            i.before_us,
            CASE
                WHEN i.ends_at IS NULL THEN helpdesk.business_us(i.calendar_version_id, i.starts_at, o.ends_at)
                ELSE i.length_us
            END AS length_us
        FROM (SELECT coalesce(p_as_of, helpdesk.clock()) AS as_of) AS a
        CROSS JOIN LATERAL helpdesk.list_sla_intervals(p_ticket_id, p_ticket_id, a.as_of) AS i
        CROSS JOIN LATERAL (SELECT coalesce(i.ends_at, greatest(a.as_of, i.starts_at)) AS ends_at) AS o
        WHERE i.is_final
    ) AS s
    GROUP BY s.metric, s.cycle;
END;

COMMENT ON FUNCTION helpdesk.explain_sla IS
'Each counted and each paused interval of a ticket''s clocks up to an instant, with its business minutes and the used '
'minutes after it.';
