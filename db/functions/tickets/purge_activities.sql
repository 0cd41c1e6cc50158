-- This deletes the history of tickets closed long ago, except what something else is computed from: kinds that reports
-- count (event_kind.is_kept) and facts that SLA clocks follow from (event.sla). Warnings and breaches are frozen before
-- their events go.
CREATE OR REPLACE FUNCTION helpdesk.purge_activities(p_days int DEFAULT NULL, p_limit int DEFAULT 5000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_days int := coalesce(p_days, helpdesk.setting_int('activities_kept_days'));
    v_ticket_ids bigint[];
    v_count bigint;
BEGIN
    IF v_days < 1 THEN
        PERFORM helpdesk.refuse(
            'PD006', format('events cannot be kept for %s days', v_days), NULL, 'Give at least one day.'
        );
    END IF;
    v_ticket_ids := ARRAY(
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        LEFT JOIN helpdesk.purged_ticket AS g USING (ticket_id)
        WHERE t.status_category = 'closed'
            AND t.closed_at <= helpdesk.clock() - make_interval(days => v_days)
            AND g.version IS DISTINCT FROM t.version
            AND helpdesk.find_legal_hold(NULL, t.ticket_id) IS NULL
            -- A workflow that has yet to go on needs its event.
            AND NOT EXISTS (SELECT 1 FROM helpdesk.rule_step AS s WHERE s.ticket_id = t.ticket_id)
        LIMIT p_limit
        FOR NO KEY UPDATE OF t SKIP LOCKED
    );
    INSERT INTO helpdesk.purged_ticket AS g (ticket_id, version, sla_results)
    SELECT
        t.ticket_id,
        t.version,
        coalesce(
            jsonb_agg(jsonb_build_object(
                'metric', c.metric,
                'cycle', c.cycle,
                'warned_at', c.warned_at,
                'breached_at', CASE WHEN c.is_breach_recorded THEN c.breached_at END
            )) FILTER (WHERE c.warned_at IS NOT NULL OR c.is_breach_recorded),
            '[]'
        )
    FROM helpdesk.ticket AS t
    LEFT JOIN helpdesk.sla_clock AS c USING (ticket_id)
    WHERE t.ticket_id = ANY (v_ticket_ids)
    GROUP BY t.ticket_id
    ON CONFLICT (ticket_id) DO UPDATE
    SET purged_at = excluded.purged_at, version = excluded.version, sla_results = excluded.sla_results;
    DELETE FROM helpdesk.event AS e
    USING helpdesk.event_kind AS k
    WHERE e.ticket_id = ANY (v_ticket_ids) AND e.sla IS NULL AND k.kind = e.kind AND NOT k.is_kept;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    PERFORM helpdesk.job_has_more(cardinality(v_ticket_ids), p_limit);
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.purge_activities IS
'Deletes the events of up to p_limit tickets closed for p_days (setting activities_kept_days), save those that reports '
'and SLA clocks follow from; returns how many. SKIP LOCKED makes two at once safe. Raises PD006.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_activities TO worker;
