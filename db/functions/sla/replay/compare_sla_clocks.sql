CREATE OR REPLACE FUNCTION helpdesk.compare_sla_clocks(p_at timestamptz, p_calendar_id bigint, p_sla_policy_id bigint)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        WITH moved AS MATERIALIZED (
            SELECT
                (m.before).ticket_id AS ticket_id,
                (m.before).metric AS metric,
                (m.before).cycle AS cycle,
                (m.before).due_at AS due_at,
                (m.after).due_at AS new_due_at
            FROM helpdesk.list_moved_sla_clocks(p_at, p_calendar_id, p_sla_policy_id) AS m
        )
        SELECT jsonb_build_object(
            'open_clocks', count(*),
            'moved', count(*) FILTER (WHERE m.due_at IS DISTINCT FROM m.new_due_at),
            'newly_due', count(*) FILTER (WHERE m.new_due_at <= p_at AND (m.due_at <= p_at) IS NOT TRUE),
            'no_longer_due', count(*) FILTER (WHERE m.due_at <= p_at AND (m.new_due_at <= p_at) IS NOT TRUE),
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
'What a calendar''s or a policy''s version in force would change of its open clocks: how many, how many would move, '
'become due, or be due no more, and the first 25 that move.';
