-- Not by record_event: nobody acts, and a sweep records thousands in one statement.
CREATE OR REPLACE FUNCTION helpdesk.record_sla_events(
    p_ticket_ids bigint[],
    p_as_of timestamptz
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_count bigint;
BEGIN
    WITH due AS (
        SELECT
            c.ticket_id,
            c.metric,
            c.cycle,
            CASE WHEN c.breached_at IS NOT NULL OR c.due_at <= p_as_of THEN 'sla_breached' ELSE 'sla_warning' END
                AS kind,
            helpdesk.sla_payload(c) || helpdesk.acting_rule() AS payload
        FROM helpdesk.sla_clock AS c
        WHERE c.ticket_id = ANY (p_ticket_ids)
            AND (c.next_check_at <= p_as_of OR c.breached_at IS NOT NULL AND NOT c.is_breach_recorded)
    ),
    recorded AS (
        INSERT INTO helpdesk.event (ticket_id, kind, at, actor_role, payload)
        SELECT
            d.ticket_id,
            d.kind,
            helpdesk.clock(),
            'system',
            d.payload
        FROM due AS d
        ORDER BY d.ticket_id, d.metric
        RETURNING ticket_id, kind, at, payload
    )
    UPDATE helpdesk.sla_clock AS c
    SET breached_at = CASE WHEN r.kind = 'sla_breached' THEN coalesce(c.breached_at, c.due_at) END,
        is_breach_recorded = r.kind = 'sla_breached',
        warned_at = CASE WHEN r.kind = 'sla_warning' THEN r.at ELSE c.warned_at END
    FROM recorded AS r
    WHERE c.ticket_id = r.ticket_id AND c.metric = r.payload ->> 'metric' AND c.cycle = (r.payload -> 'cycle')::int;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.record_sla_events IS
'Records the breaches and warnings of these tickets that are due, set-based; the caller holds the tickets'' locks. '
'A breach says due_at in its payload. Returns how many.';
