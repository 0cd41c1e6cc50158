CREATE OR REPLACE FUNCTION helpdesk.carry_out_actions(
    p_ticket_ids bigint[],
    p_actions jsonb,
    p_change helpdesk.ticket_change
) RETURNS helpdesk.action_result[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_obstacle jsonb;
    v_action record;
    v_custom jsonb;
    v_ids bigint[];
    v_done helpdesk.action_result[] := '{}';
    v_results helpdesk.action_result[];
BEGIN
    IF p_change.custom_fields IS NOT NULL THEN
        SELECT jsonb_object_agg(c.ticket_id, to_jsonb(c.*)) INTO v_custom
        FROM helpdesk.ticket_custom AS c
        WHERE c.ticket_id = ANY (p_ticket_ids);
        PERFORM helpdesk.write_custom_values('ticket', p_ticket_ids, p_change.custom_fields);
    END IF;
    SELECT array_agg(ROW(a.number, t.ticket_id, NULL)::helpdesk.action_result) INTO v_done
    FROM jsonb_array_elements(p_actions) WITH ORDINALITY AS a(value, number)
    JOIN helpdesk.ticket AS t ON t.ticket_id = ANY (p_ticket_ids) AND CASE
        WHEN a.value ->> 'action' IN ('set_status', 'close', 'resolve', 'reopen') THEN t.status <> p_change.status
        WHEN a.value ->> 'action' = 'set_priority' THEN t.priority <> p_change.priority
        WHEN a.value ->> 'action' = 'set_type' THEN t.ticket_type <> p_change.ticket_type
        WHEN a.value ->> 'action' IN ('assign', 'unassign') THEN t.assignee_id IS DISTINCT FROM p_change.assignee_id
        WHEN a.value ->> 'action' = 'set_department' THEN t.department_id IS DISTINCT FROM p_change.department_id
        WHEN a.value ->> 'action' = 'delete' THEN true
    END;
    UPDATE helpdesk.ticket AS t
    SET status = coalesce(p_change.status, t.status),
        priority = coalesce(p_change.priority, t.priority),
        ticket_type = coalesce(p_change.ticket_type, t.ticket_type),
        assignee_id = CASE WHEN p_change.has_assignee THEN p_change.assignee_id ELSE t.assignee_id END,
        department_id = CASE WHEN p_change.has_department THEN p_change.department_id ELSE t.department_id END,
        deleted_at = CASE WHEN p_change.is_deletion THEN helpdesk.clock() END
    WHERE t.ticket_id = ANY (p_ticket_ids)
        AND (
            t.status <> p_change.status
            OR t.priority <> p_change.priority
            OR t.ticket_type <> p_change.ticket_type
            OR p_change.has_assignee AND t.assignee_id IS DISTINCT FROM p_change.assignee_id
            OR p_change.has_department AND t.department_id IS DISTINCT FROM p_change.department_id
            OR p_change.is_deletion
        );

    FOR v_action IN
        SELECT a.number, a.value ->> 'action' AS action, a.value -> 'value' AS value
        FROM jsonb_array_elements(p_actions) WITH ORDINALITY AS a(value, number)
        ORDER BY a.number
    LOOP
        v_results := NULL;
        CASE v_action.action
            WHEN 'add_tags', 'remove_tags', 'set_tags' THEN
                WITH added AS (
                    INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
                    SELECT i.ticket_id, g.tag_id
                    FROM unnest(p_ticket_ids) AS i(ticket_id)
                    JOIN helpdesk.tag AS g
                        ON g.is_active AND v_action.action <> 'remove_tags' AND v_action.value ? g.name
                    ORDER BY i.ticket_id
                    ON CONFLICT (ticket_id, tag_id) DO NOTHING
                    RETURNING ticket_id
                ),
                removed AS (
                    DELETE FROM helpdesk.ticket_tag AS tt
                    USING helpdesk.tag AS g
                    WHERE tt.ticket_id = ANY (p_ticket_ids) AND g.tag_id = tt.tag_id AND CASE v_action.action
                        WHEN 'remove_tags' THEN v_action.value ? g.name
                        WHEN 'set_tags' THEN NOT v_action.value ? g.name
                    END
                    RETURNING tt.ticket_id
                )
                SELECT array_agg(d.ticket_id) INTO v_ids
                FROM (SELECT a.ticket_id FROM added AS a UNION SELECT r.ticket_id FROM removed AS r) AS d;
            WHEN 'add_checklists' THEN
                v_ids := helpdesk.add_checklist_items(p_ticket_ids, v_action.value);
            WHEN 'ask_approval' THEN
                v_ids := NULL;
                v_results := ARRAY(
                    SELECT ROW(v_action.number, a.ticket_id, a.refusal)::helpdesk.action_result
                    FROM helpdesk.ask_approvals(p_ticket_ids, v_action.value) AS a
                );
            WHEN 'route' THEN
                v_ids := NULL;
                SELECT array_agg(ROW(
                    v_action.number, r.ticket_id,
                    CASE WHEN r.person_id IS NULL THEN helpdesk.routing_refusal(r.ticket_id, r.reason, r.detail) END
                )::helpdesk.action_result) INTO v_results
                FROM helpdesk.route_tickets(p_ticket_ids) AS r;
            WHEN 'add_note', 'reply' THEN
                WITH written AS (
                    INSERT INTO helpdesk.message (ticket_id, kind, body, sets_status)
                    SELECT
                        text.ticket_id,
                        CASE
                            WHEN v_action.action = 'reply' THEN 'reply'
                            WHEN helpdesk.me() IS NULL THEN 'system'
                            ELSE 'note'
                        END,
                        text.body,
                        CASE WHEN v_action.action = 'reply' THEN p_change.status END
                    FROM (
                        SELECT
                            i.ticket_id,
                            left(helpdesk.render_template(v_action.value #>> '{}', i.ticket_id), 200000) AS body
                        FROM unnest(p_ticket_ids) AS i(ticket_id)
                        ORDER BY i.ticket_id
                        OFFSET 0
                    ) AS text
                    WHERE text.body ~ '\S' -- placeholders that are all empty on a ticket leave nothing to say
                    RETURNING ticket_id
                )
                SELECT array_agg(d.ticket_id) INTO v_ids FROM written AS d;
            WHEN 'follow' THEN
                -- What helpdesk.follow does, for all at once.
                WITH added AS (
                    INSERT INTO helpdesk.ticket_follower (ticket_id, person_id)
                    SELECT p.ticket_id, p.person_id FROM helpdesk.resolve_people(p_ticket_ids, v_action.value) AS p
                    ON CONFLICT (ticket_id, person_id) DO NOTHING
                    RETURNING ticket_id
                )
                SELECT array_agg(DISTINCT d.ticket_id) INTO v_ids FROM added AS d;
            WHEN 'notify' THEN
                SELECT array_agg(p.ticket_id) INTO v_ids
                FROM (
                    SELECT
                        r.ticket_id,
                        helpdesk.record_event(r.ticket_id, 'rule_notified', r.payload)
                    FROM (
                        SELECT
                            q.ticket_id,
                            jsonb_build_object('person_ids', jsonb_agg(q.person_id ORDER BY q.person_id)) AS payload
                        FROM helpdesk.resolve_people(p_ticket_ids, v_action.value) AS q
                        GROUP BY q.ticket_id
                        ORDER BY q.ticket_id
                        OFFSET 0
                    ) AS r
                    OFFSET 0
                ) AS p;
                v_results := ARRAY(
                    SELECT ROW(
                        v_action.number, i.ticket_id,
                        helpdesk.refusal('PD407', 'nobody is there to be told', NULL, 'Name others in the action.')
                    )::helpdesk.action_result
                    FROM unnest(p_ticket_ids) AS i(ticket_id)
                    WHERE i.ticket_id <> ALL (coalesce(v_ids, '{}'))
                );
            WHEN 'webhook' THEN
                v_ids := NULL;
                v_obstacle := helpdesk.call_webhook(v_action.value #>> '{}', p_ticket_ids);
                v_results := ARRAY(
                    SELECT ROW(v_action.number, i.ticket_id, v_obstacle)::helpdesk.action_result
                    FROM unnest(p_ticket_ids) AS i(ticket_id)
                );
            WHEN 'set_custom_fields' THEN
                SELECT array_agg(DISTINCT c.ticket_id) INTO v_ids
                FROM helpdesk.ticket_custom AS c
                CROSS JOIN jsonb_object_keys(v_action.value) AS k(key)
                WHERE c.ticket_id = ANY (p_ticket_ids)
                    AND to_jsonb(c.*) -> k.key <> coalesce(v_custom #> ARRAY[c.ticket_id::text, k.key], 'null');
            ELSE v_ids := NULL; -- columns, done above
        END CASE;
        v_done := v_done || v_results || ARRAY(
            SELECT ROW(v_action.number, d.ticket_id, NULL)::helpdesk.action_result FROM unnest(v_ids) AS d(ticket_id)
        );
    END LOOP;

    RETURN v_done;
END
$$;

COMMENT ON FUNCTION helpdesk.carry_out_actions IS
'Does to tickets, which are locked and may be changed so, what actions say: columns and custom fields in one statement '
'for all, the rest in order. Returns what each action changed, or why not.';
