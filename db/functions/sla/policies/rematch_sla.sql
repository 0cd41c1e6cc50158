-- What record_event does, in one statement for up to 10,000 tickets.
CREATE OR REPLACE FUNCTION helpdesk.rematch_sla(p_ticket_ids bigint[], p_after_ticket_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids bigint[] := ARRAY(
        SELECT r.ticket_id FROM helpdesk.list_sla_rematches(p_ticket_ids, p_after_ticket_id, 10000) AS r
    );
    v_count bigint;
BEGIN
    -- Lock tickets before taking the lock of SLA changes, as every writer does.
    PERFORM 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ANY (v_ids) ORDER BY t.ticket_id FOR NO KEY UPDATE;
    PERFORM helpdesk.lock_sla_changes(false);
    INSERT INTO helpdesk.event (ticket_id, kind, at, actor_id, actor_role, payload)
    SELECT
        r.ticket_id,
        'sla_rematched',
        greatest(
            helpdesk.clock(),
            (SELECT e.at FROM helpdesk.event AS e WHERE e.ticket_id = r.ticket_id ORDER BY e.event_id DESC LIMIT 1)
        ),
        helpdesk.me(),
        helpdesk.actor_role(),
        jsonb_build_object(
            'policy', jsonb_build_object('from', p.sla_policy_id, 'to', q.sla_policy_id),
            'calendar', jsonb_build_object('from', c.calendar_id, 'to', d.calendar_id)
        )
    FROM helpdesk.list_sla_rematches(v_ids) AS r
    LEFT JOIN helpdesk.sla_policy_version AS p ON p.sla_policy_version_id = r.policy_version_id
    LEFT JOIN helpdesk.sla_policy_version AS q ON q.sla_policy_version_id = r.new_policy_version_id
    LEFT JOIN helpdesk.calendar_version AS c ON c.calendar_version_id = r.calendar_version_id
    LEFT JOIN helpdesk.calendar_version AS d ON d.calendar_version_id = r.new_calendar_version_id
    ORDER BY r.ticket_id;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN jsonb_build_object(
        'changed', v_count,
        'last_ticket_id', CASE WHEN cardinality(v_ids) = 10000 THEN v_ids[10000] END
    );
END
$$;

COMMENT ON FUNCTION helpdesk.rematch_sla IS
'Brings up to 10,000 open tickets to the policy and calendar that match now, by an event each; {"changed", '
'"last_ticket_id": where to go on, null at the end}.';
