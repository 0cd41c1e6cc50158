CREATE OR REPLACE FUNCTION helpdesk.compare_sla_clocks(
    p_calendar_id bigint,
    p_sla_policy_id bigint,
    p_last_change_id bigint
) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_now timestamptz := helpdesk.clock();
BEGIN
    RETURN (
        WITH moved AS MATERIALIZED (
            SELECT b.ticket_id, b.metric, b.due_at, a.due_at AS new_due_at
            FROM helpdesk.sla_clock AS c
            CROSS JOIN LATERAL helpdesk.move_sla_clock(c, p_last_change_id) AS b
            CROSS JOIN LATERAL helpdesk.move_sla_clock(b) AS a
            WHERE c.stopped_at IS NULL
                AND (
                    c.calendar_version_id IN (
                        SELECT v.calendar_version_id
                        FROM helpdesk.calendar_version AS v
                        WHERE v.calendar_id = p_calendar_id
                    )
                    OR c.sla_policy_version_id IN (
                        SELECT v.sla_policy_version_id
                        FROM helpdesk.sla_policy_version AS v
                        WHERE v.sla_policy_id = p_sla_policy_id
                    )
                )
        )
        SELECT jsonb_build_object(
            'open_clocks', count(*),
            'moved', count(*) FILTER (WHERE m.due_at IS DISTINCT FROM m.new_due_at),
            'newly_due', count(*) FILTER (WHERE m.new_due_at <= v_now AND (m.due_at <= v_now) IS NOT TRUE),
            'no_longer_due', count(*) FILTER (WHERE m.due_at <= v_now AND (m.new_due_at <= v_now) IS NOT TRUE),
            'clocks', (
                SELECT coalesce(jsonb_agg(
                    jsonb_build_object(
                        'ticket_id', f.ticket_id, 'reference', t.reference, 'metric', f.metric, 'due_at', f.due_at,
                        'new_due_at', f.new_due_at
                    )
                    ORDER BY f.new_due_at, f.ticket_id, f.metric
                ), '[]')
                FROM (
                    SELECT *
                    FROM moved AS x
                    WHERE x.due_at IS DISTINCT FROM x.new_due_at
                    ORDER BY x.new_due_at, x.ticket_id, x.metric
                    LIMIT 25
                ) AS f
                JOIN helpdesk.ticket AS t USING (ticket_id)
            )
        )
        FROM moved AS m
    );
END
$$;

COMMENT ON FUNCTION helpdesk.compare_sla_clocks IS
'What the changes of a calendar or a policy since one (p_last_change_id) would make of its open clocks: how many, how '
'many would move, become due, or be due no more, and the first 25 that move.';
