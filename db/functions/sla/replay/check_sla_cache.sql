CREATE OR REPLACE FUNCTION helpdesk.check_sla_cache(
    p_from_ticket_id bigint DEFAULT 1,
    p_until_ticket_id bigint DEFAULT NULL
)
RETURNS TABLE (ticket_id bigint, metric text, cycle int, cached jsonb, recomputed jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
#variable_conflict use_column
DECLARE
    v_last bigint := coalesce(p_until_ticket_id, (SELECT max(t.ticket_id) FROM helpdesk.ticket AS t));
    v_from bigint := p_from_ticket_id;
    v_is_moving boolean := EXISTS (SELECT FROM helpdesk.sla_change AS c WHERE c.done_at IS NULL);
BEGIN
    -- In batches of tickets, so that memory stays flat; each batch is one statement.
    WHILE v_from <= v_last LOOP
        RETURN QUERY
        SELECT d.ticket_id, d.metric, d.cycle, d.cached, d.recomputed
        FROM (
            SELECT
                coalesce(c.ticket_id, r.ticket_id) AS ticket_id,
                coalesce(c.metric, r.metric) AS metric,
                coalesce(c.cycle, r.cycle) AS cycle,
                to_jsonb(c.clock) - 'next_check_at' AS cached,
                to_jsonb(r) - 'next_check_at' AS recomputed
            FROM (
                SELECT
                    k.ticket_id,
                    k.metric,
                    k.cycle,
                    CASE WHEN v_is_moving THEN helpdesk.move_sla_clock(k) ELSE k END AS clock
                FROM helpdesk.sla_clock AS k
                WHERE k.ticket_id BETWEEN v_from AND least(v_from + 9999, v_last)
            ) AS c
            FULL JOIN helpdesk.recompute_sla(v_from, least(v_from + 9999, v_last)) AS r
                ON r.ticket_id = c.ticket_id AND r.metric = c.metric AND r.cycle = c.cycle
        ) AS d
        WHERE d.cached IS DISTINCT FROM d.recomputed;
        v_from := v_from + 10000;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.check_sla_cache IS
'Clocks whose cached row differs from what the event log gives, once it follows the edits that it has yet to follow; '
'no row: the cache is right.';
GRANT EXECUTE ON FUNCTION helpdesk.check_sla_cache TO worker;
