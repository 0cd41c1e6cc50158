-- What record_event does, in one statement for up to 10,000 tickets.
CREATE FUNCTION api.rematch_sla(
    ticket_ids bigint[] DEFAULT NULL,
    view_id bigint DEFAULT NULL,
    slug text DEFAULT NULL,
    after_ticket_id bigint DEFAULT 0
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ids bigint[] := ARRAY(
        SELECT r.ticket_id
        FROM helpdesk.list_sla_rematches(
            helpdesk.choose_sla_tickets(rematch_sla.ticket_ids, rematch_sla.view_id, rematch_sla.slug),
            coalesce(rematch_sla.after_ticket_id, 0),
            10000
        ) AS r
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
        helpdesk.clock(),
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

COMMENT ON FUNCTION api.rematch_sla IS
$$Match open tickets to the SLA policies as they are now

A list of ids, or a saved view by view_id or slug, at most 10,000; without either all open tickets. Edited conditions,
and what has no event of its own (names, calendars of departments, fields of the requester), otherwise wait for a
ticket's next change. Used time is kept; also where setting sla.on_change says keep. Each ticket whose policy or
calendar changes gets an event sla_rematched, 10,000 a call: {"changed", "last_ticket_id"}; where that is not null, call
again with it as after_ticket_id. Raises PD001 (view), PD002 (permission), PD006.$$;
GRANT EXECUTE ON FUNCTION api.rematch_sla TO admin;
