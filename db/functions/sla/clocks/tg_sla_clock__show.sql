-- Triggers of the statement, so that tickets show what their clocks say whoever steps them, thousands at once.
CREATE OR REPLACE FUNCTION helpdesk.tg_sla_clock__show() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_ids bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        v_ticket_ids := ARRAY(SELECT DISTINCT n.ticket_id FROM new_rows AS n WHERE n.stopped_at IS NULL);
    ELSIF TG_OP = 'DELETE' THEN
        v_ticket_ids := ARRAY(SELECT DISTINCT o.ticket_id FROM old_rows AS o WHERE o.stopped_at IS NULL);
    ELSE
        -- What is in one of them only; grouped, not joined: a plan for one clock would compare each of thousands with
        -- all.
        v_ticket_ids := ARRAY(
            SELECT DISTINCT c.ticket_id
            FROM (
                SELECT
                    o.ticket_id, o.metric, o.cycle, o.mode, o.due_at, o.target_us IS NULL, o.warned_at, o.breached_at
                FROM old_rows AS o
                UNION ALL
                SELECT
                    n.ticket_id, n.metric, n.cycle, n.mode, n.due_at, n.target_us IS NULL, n.warned_at, n.breached_at
                FROM new_rows AS n
            ) AS c(ticket_id, metric, cycle, mode, due_at, has_no_target, warned_at, breached_at)
            GROUP BY c.ticket_id, c.metric, c.cycle, c.mode, c.due_at, c.has_no_target, c.warned_at, c.breached_at
            HAVING count(*) = 1
        );
    END IF;
    IF v_ticket_ids <> '{}' THEN
        PERFORM helpdesk.show_sla(v_ticket_ids);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_sla_clock__show IS 'Tickets of clocks that changed show it.';
