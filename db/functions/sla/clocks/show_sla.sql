CREATE OR REPLACE FUNCTION helpdesk.show_sla(p_ticket_ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_held bigint[] := ARRAY(
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = ANY (p_ticket_ids)
        ORDER BY t.ticket_id
        FOR NO KEY UPDATE SKIP LOCKED
    );
BEGIN
    UPDATE helpdesk.ticket AS t
    SET next_due_at = c.next_due_at,
        sla_state = c.sla_state
    FROM unnest(v_held) AS h(ticket_id)
    CROSS JOIN LATERAL (
        SELECT
            min(c.due_at) AS next_due_at,
            CASE
                WHEN bool_or(c.breached_at IS NOT NULL) THEN 'breached'
                WHEN bool_or(c.warned_at IS NOT NULL) THEN 'warned'
                WHEN bool_or(c.mode = 'run') THEN 'running'
                WHEN count(*) > 0 THEN 'paused'
            END AS sla_state
        FROM helpdesk.sla_clock AS c
        WHERE c.ticket_id = h.ticket_id
            AND c.stopped_at IS NULL
            AND (c.target_us IS NOT NULL OR c.manual_due_at IS NOT NULL)
    ) AS c
    WHERE t.ticket_id = h.ticket_id
        AND (c.next_due_at, c.sla_state) IS DISTINCT FROM (t.next_due_at, t.sla_state);
    IF cardinality(v_held) < cardinality(p_ticket_ids) THEN
        INSERT INTO helpdesk.sla_unshown (ticket_id)
        SELECT u.ticket_id FROM unnest(p_ticket_ids) AS u(ticket_id)
        EXCEPT
        SELECT h.ticket_id FROM unnest(v_held) AS h(ticket_id)
        ON CONFLICT DO NOTHING;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.show_sla IS
'Copies what the open clocks of these tickets say to next_due_at and sla_state. Writers hold their tickets; who '
'changes all clocks of a calendar does not, and waits for none: what somebody else holds goes to sla_unshown, for '
'check_sla.';
