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
        v_ticket_ids := ARRAY(
            SELECT DISTINCT n.ticket_id
            FROM new_rows AS n
            JOIN old_rows AS o USING (ticket_id, metric, cycle)
            WHERE (n.mode, n.due_at, n.target_us IS NULL, n.warned_at, n.breached_at)
                IS DISTINCT FROM (o.mode, o.due_at, o.target_us IS NULL, o.warned_at, o.breached_at)
        );
    END IF;
    IF v_ticket_ids <> '{}' THEN
        PERFORM helpdesk.show_sla(v_ticket_ids);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_sla_clock__show IS 'Tickets of clocks that changed show it.';
