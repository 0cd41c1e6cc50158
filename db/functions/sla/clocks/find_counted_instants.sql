CREATE OR REPLACE FUNCTION helpdesk.find_counted_instants(
    p_ticket_id bigint,
    p_metric text,
    p_cycle int,
    p_goals_us bigint[],
    p_event_id bigint,
    p_change_id bigint DEFAULT NULL
) RETURNS timestamptz[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN ARRAY(
        WITH counted AS MATERIALIZED (
            SELECT i.calendar_version_id, i.starts_at, i.before_us, i.after_us, i.seq
            FROM helpdesk.list_sla_intervals(
                p_ticket_id, p_ticket_id, p_upto_event_id => p_event_id, p_upto_change_id => p_change_id
            ) AS i
            WHERE i.metric = p_metric AND i.cycle = p_cycle AND i.is_final AND i.mode = 'run'
        )
        SELECT (
            SELECT helpdesk.add_business_us(i.calendar_version_id, i.starts_at, g.us - i.before_us)
            FROM counted AS i
            WHERE i.after_us >= g.us
            ORDER BY i.seq
            LIMIT 1
        )
        FROM unnest(p_goals_us) WITH ORDINALITY AS g(us, number)
        ORDER BY g.number
    );
END
$$;

COMMENT ON FUNCTION helpdesk.find_counted_instants IS
'find_used_instants from list_sla_intervals: right for every history, but slower.';
