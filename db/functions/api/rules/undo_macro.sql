CREATE FUNCTION api.undo_macro(firing_id bigint) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_firing helpdesk.rule_firing;
    v_ticket helpdesk.ticket;
    v_before jsonb;
    v_why text;
    v_result api.tickets;
BEGIN
    SELECT * INTO v_firing
    FROM helpdesk.rule_firing AS f
    WHERE f.firing_id = undo_macro.firing_id AND f.undo IS NOT NULL;
    IF v_firing.firing_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('applied macro %s not found', coalesce(undo_macro.firing_id::text, 'null'))
        );
    END IF;
    v_ticket := helpdesk.lock_ticket(v_firing.ticket_id, 'macros.use');
    SELECT * INTO v_firing FROM helpdesk.rule_firing AS f WHERE f.firing_id = undo_macro.firing_id;
    v_before := v_firing.undo -> 'before';
    v_why := CASE
        WHEN v_firing.undone_at IS NOT NULL THEN 'it was undone already'
        WHEN v_firing.actor_id IS DISTINCT FROM helpdesk.me() THEN 'somebody else applied it'
        WHEN helpdesk.clock() > v_firing.fired_at + make_interval(
            mins => helpdesk.setting_int('macro_undo_within_minutes')
        )
            THEN 'it is too long ago'
        WHEN v_ticket.version <> (v_firing.undo ->> 'version')::int THEN 'the ticket has changed since'
        WHEN jsonb_path_exists(v_firing.detail, '$[*] ? (@.action == "reply")') THEN 'it sent a reply'
    END;
    IF v_why IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD403', format('macro cannot be undone: %s', v_why));
    END IF;

    -- A solved ticket has no way straight back: it is reopened first.
    IF v_ticket.status_category IN ('solved', 'closed') AND v_ticket.status <> v_before ->> 'status' THEN
        UPDATE helpdesk.ticket AS t SET status = 'reopened' WHERE t.ticket_id = v_ticket.ticket_id;
    END IF;
    UPDATE helpdesk.ticket AS t
    SET status = v_before ->> 'status',
        priority = v_before ->> 'priority',
        ticket_type = v_before ->> 'ticket_type',
        assignee_id = (v_before ->> 'assignee_id')::bigint,
        department_id = (v_before ->> 'department_id')::bigint
    WHERE t.ticket_id = v_ticket.ticket_id;
    -- Undo only what the macro did: fields that others have set since, and tags that they have added or removed, stay
    -- so.
    PERFORM helpdesk.write_custom_values('ticket', ARRAY[v_ticket.ticket_id], (
        SELECT coalesce(jsonb_object_agg(m.key, m.value -> 'from'), '{}')
        FROM helpdesk.ticket_custom AS c
        CROSS JOIN LATERAL jsonb_each(nullif(v_firing.undo -> 'custom', 'null')) AS m
        JOIN helpdesk.custom_field AS f ON f.object = 'ticket' AND f.key = m.key AND f.is_active
        WHERE c.ticket_id = v_ticket.ticket_id AND to_jsonb(c.*) -> m.key = m.value -> 'to'
    ));
    DELETE FROM helpdesk.ticket_tag AS tt
    WHERE tt.ticket_id = v_ticket.ticket_id AND v_firing.undo -> 'added_tag_ids' @> to_jsonb(tt.tag_id);
    INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
    SELECT v_ticket.ticket_id, g.tag_id
    FROM helpdesk.tag AS g
    WHERE v_firing.undo -> 'removed_tag_ids' @> to_jsonb(g.tag_id)
    ON CONFLICT (ticket_id, tag_id) DO NOTHING;
    DELETE FROM helpdesk.ticket_follower AS f
    WHERE f.ticket_id = v_ticket.ticket_id AND v_firing.undo -> 'added_follower_ids' @> to_jsonb(f.person_id);
    DELETE FROM helpdesk.checklist_item AS i
    WHERE i.ticket_id = v_ticket.ticket_id AND i.created_by = v_firing.actor_id AND i.created_at = v_firing.fired_at
        AND NOT i.is_done
        AND jsonb_path_exists(v_firing.detail, '$[*] ? (@.action == "add_checklists")');
    PERFORM helpdesk.end_approvals(ARRAY(
        SELECT a.approval_id
        FROM helpdesk.approval AS a
        WHERE a.ticket_id = v_ticket.ticket_id AND a.requested_by = v_firing.actor_id
            AND a.created_at = v_firing.fired_at AND a.state = 'pending'
            AND jsonb_path_exists(v_firing.detail, '$[*] ? (@.action == "ask_approval")')
    ));
    UPDATE helpdesk.message AS m
    SET deleted_at = helpdesk.clock()
    WHERE m.ticket_id = v_ticket.ticket_id AND m.author_id = v_firing.actor_id AND m.created_at = v_firing.fired_at
        AND m.kind = 'note' AND m.deleted_at IS NULL
        AND jsonb_path_exists(v_firing.detail, '$[*] ? (@.action == "add_note")');
    UPDATE helpdesk.rule_firing AS f SET undone_at = helpdesk.clock() WHERE f.firing_id = undo_macro.firing_id;
    PERFORM helpdesk.record_event(v_ticket.ticket_id, 'macro_undone', jsonb_build_object(
        'rule_id', v_firing.rule_id,
        'name', (SELECT r.name FROM helpdesk.rule AS r WHERE r.rule_id = v_firing.rule_id),
        'firing_id', v_firing.firing_id
    ));
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = v_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.undo_macro IS
$$Take back a macro

By the one who applied it, within setting macro_undo_within_minutes, while nothing else has changed. Raises PD001,
PD002, PD403.$$;
GRANT EXECUTE ON FUNCTION api.undo_macro TO agent, admin;
