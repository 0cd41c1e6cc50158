CREATE OR REPLACE FUNCTION helpdesk.move_sla_tickets(p_change helpdesk.sla_change, p_ticket_ids bigint[])
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_held bigint[] := ARRAY(
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = ANY (p_ticket_ids)
        ORDER BY t.ticket_id
        FOR NO KEY UPDATE SKIP LOCKED
    );
    v_count bigint := (
        SELECT count(*) FROM helpdesk.list_unmoved_sla_clocks(p_change) AS c WHERE c.ticket_id = ANY (v_held)
    );
BEGIN
    IF v_count > 0 THEN
        PERFORM helpdesk.change_open_sla_clocks(v_held);
        UPDATE helpdesk.sla_change AS c
        SET moved_clocks = c.moved_clocks + v_count, moved_at = helpdesk.clock()
        WHERE c.sla_change_id = p_change.sla_change_id;
    END IF;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.move_sla_tickets IS
'Lets the clocks of those of the tickets that nobody holds follow a change, and what else they have yet to follow. '
'Returns how many clocks had yet to follow it.';
