CREATE OR REPLACE FUNCTION helpdesk.rebuild_sla_clocks(
    p_from_ticket_id bigint DEFAULT 1,
    p_until_ticket_id bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
SET parallel_setup_cost = 0 SET parallel_tuple_cost = 0
AS $$
DECLARE
    v_last bigint := coalesce(p_until_ticket_id, (SELECT max(t.ticket_id) FROM helpdesk.ticket AS t));
    v_from bigint := p_from_ticket_id;
    v_done bigint;
    v_count bigint := 0;
BEGIN
    PERFORM helpdesk.lock_sla_changes(true);
    PERFORM helpdesk.extend_calendar(
        v.calendar_version_id, e.first_at, greatest(v.spans_until, helpdesk.clock() + interval '2 years')
    )
    FROM helpdesk.calendar_version AS v
    CROSS JOIN (
        SELECT min(t.created_at) AS first_at
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id BETWEEN p_from_ticket_id AND v_last
    ) AS e
    WHERE e.first_at < v.spans_from;

    WHILE v_from <= v_last LOOP
        -- One process computes what an INSERT takes; as many as there are halves compute what makes a table.
        CREATE TEMP TABLE sla_rebuilt ON COMMIT DROP AS
        SELECT * FROM helpdesk.recompute_sla(v_from, least(v_from + 4999, v_last))
        UNION ALL
        SELECT * FROM helpdesk.recompute_sla(v_from + 5000, least(v_from + 9999, v_last));
        DELETE FROM helpdesk.sla_clock AS c WHERE c.ticket_id BETWEEN v_from AND least(v_from + 9999, v_last);
        INSERT INTO helpdesk.sla_clock (
            ticket_id, metric, cycle, mode, sla_policy_version_id, calendar_version_id, target_us, target_days,
            manual_due_at, warn_percent, warn_within_us, is_recounted, started_at, since_at, used_us, paused_us, due_at,
            warn_at, warned_at, breached_at, is_breach_recorded, stopped_at
        )
        SELECT
            r.ticket_id, r.metric, r.cycle, r.mode, r.sla_policy_version_id, r.calendar_version_id, r.target_us,
            r.target_days, r.manual_due_at, r.warn_percent, r.warn_within_us, r.is_recounted, r.started_at, r.since_at,
            r.used_us, r.paused_us, r.due_at, r.warn_at, r.warned_at, r.breached_at, r.is_breach_recorded, r.stopped_at
        FROM pg_temp.sla_rebuilt AS r;
        GET DIAGNOSTICS v_done = ROW_COUNT;
        DROP TABLE pg_temp.sla_rebuilt;
        v_count := v_count + v_done;
        v_from := v_from + 10000;
    END LOOP;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.rebuild_sla_clocks IS
'Writes the cache anew from the event log, in batches of 10,000 tickets; for bulk loads that bypass triggers. Events '
'must carry their facts, see list_sla_facts.';
