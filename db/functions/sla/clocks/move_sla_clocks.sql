CREATE OR REPLACE FUNCTION helpdesk.move_sla_clocks(p_limit int DEFAULT 100) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_change helpdesk.sla_change;
    v_writers text[];
    v_ticket_ids bigint[];
    v_moved bigint := 0;
    v_is_known boolean;
    v_has_more boolean := false;
BEGIN
    PERFORM helpdesk.lock_sla_changes(false);
    FOR v_change IN
        SELECT c.*
        FROM helpdesk.sla_change AS c
        WHERE c.done_at IS NULL
        ORDER BY c.sla_change_id
        FOR NO KEY UPDATE SKIP LOCKED
    LOOP
        -- Who wrote while it was published may have read the version before it, and shows only at commit: such writers
        -- are among those of the first look after its commit.
        v_writers := helpdesk.list_sla_writers();
        v_is_known := coalesce(NOT v_change.writers_before && v_writers, false);
        v_ticket_ids := helpdesk.find_unmoved_tickets(v_change, v_change.passed_ticket_id, p_limit);
        v_moved := helpdesk.move_sla_tickets(v_change, v_ticket_ids);
        UPDATE helpdesk.sla_change AS c
        SET passed_ticket_id = CASE WHEN cardinality(v_ticket_ids) = p_limit THEN v_ticket_ids[p_limit] ELSE 0 END,
            writers_before = CASE
                WHEN c.published_by <> pg_current_xact_id() THEN coalesce(c.writers_before, v_writers)
            END,
            done_at = CASE
                WHEN v_is_known AND v_change.passed_ticket_id = 0 AND v_ticket_ids = '{}' THEN helpdesk.clock()
            END
        WHERE c.sla_change_id = v_change.sla_change_id;
        v_has_more := v_has_more
            OR v_moved > 0
            OR v_change.passed_ticket_id > 0
            OR v_change.writers_before IS NULL AND v_change.published_by <> pg_current_xact_id();
        EXIT WHEN v_moved > 0;
    END LOOP;
    PERFORM helpdesk.job_has_more(1, CASE WHEN v_has_more THEN 1 ELSE 2 END);
    RETURN v_moved;
END
$$;

COMMENT ON FUNCTION helpdesk.move_sla_clocks IS
'Lets the clocks of the next p_limit tickets follow the first change of a calendar or policy that some have yet to '
'follow; tickets that somebody holds come later. The change is done when none is left, and nobody writes any more who '
'began before it was published. The fewer tickets, the shorter somebody who writes to one of them waits. Returns how '
'many clocks it moved.';
GRANT EXECUTE ON FUNCTION helpdesk.move_sla_clocks TO worker;
