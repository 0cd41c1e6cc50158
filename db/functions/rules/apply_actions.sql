CREATE OR REPLACE FUNCTION helpdesk.apply_actions(p_ticket_ids bigint[], p_actions jsonb)
RETURNS TABLE (ticket_id bigint, outcome text, detail jsonb, is_barred boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_change helpdesk.ticket_change := helpdesk.read_change(p_actions);
    v_accepted bigint[];
    v_refused jsonb;
    v_overflow bigint[];
    v_action record;
    v_obstacle jsonb := helpdesk.find_action_obstacle(p_actions);
    v_custom jsonb;
    v_ids bigint[];
    v_done helpdesk.action_result[] := '{}';
    v_results helpdesk.action_result[];
BEGIN
    IF v_obstacle IS NOT NULL AND helpdesk.actor_role() <> 'system' THEN
        PERFORM helpdesk.raise_refusal(v_obstacle);
    END IF;
    PERFORM helpdesk.require(p.permission)
    FROM (VALUES
        (v_change.status IS NOT NULL, 'tickets.status'),
        (v_change.priority IS NOT NULL, 'tickets.priority'),
        (v_change.ticket_type IS NOT NULL, 'tickets.edit'),
        (v_change.has_assignee OR p_actions @> '[{"action": "route"}]', 'tickets.assign'),
        (v_change.has_department, 'tickets.transfer'),
        (v_change.is_deletion, 'tickets.delete'),
        (v_change.custom_fields IS NOT NULL, 'tickets.custom_fields')
    ) AS p(is_asked, permission)
    WHERE p.is_asked;

    -- Locked in id order: callers with the same tickets wait for each other and never deadlock.
    PERFORM 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ANY (p_ticket_ids) ORDER BY t.ticket_id FOR NO KEY UPDATE;
    SELECT
        array_agg(c.ticket_id) FILTER (WHERE c.refusal IS NULL),
        coalesce(jsonb_object_agg(c.ticket_id, c.refusal) FILTER (WHERE c.refusal IS NOT NULL), '{}')
    INTO v_accepted, v_refused
    FROM (
        SELECT
            c.ticket_id,
            coalesce(c.refusal, v_obstacle, CASE WHEN h.fields IS NOT NULL THEN helpdesk.hidden_refusal(h.fields) END)
                AS refusal
        FROM helpdesk.classify_tickets(p_ticket_ids, v_change) AS c
        -- What else it is changed to may show them.
        LEFT JOIN helpdesk.find_hidden_fields(
            CASE WHEN num_nonnulls(v_change.status, v_change.priority, v_change.ticket_type) = 0
                AND NOT v_change.has_assignee AND NOT v_change.has_department THEN p_ticket_ids END,
            v_change.custom_fields
        ) AS h ON h.ticket_id = c.ticket_id
    ) AS c;

    IF v_change.assignee_id IS NOT NULL THEN
        v_overflow := helpdesk.find_overflow(v_accepted, v_change.assignee_id, v_change.status);
        SELECT v_refused || coalesce(
            jsonb_object_agg(t.ticket_id, helpdesk.capacity_refusal(t, v_change.assignee_id)), '{}'
        )
        INTO v_refused
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = ANY (v_overflow);
        v_accepted := ARRAY(
            SELECT a.ticket_id FROM unnest(v_accepted) AS a(ticket_id) WHERE a.ticket_id <> ALL (v_overflow)
        );
    END IF;

    IF v_change.custom_fields IS NOT NULL THEN
        SELECT jsonb_object_agg(c.ticket_id, to_jsonb(c.*)) INTO v_custom
        FROM helpdesk.ticket_custom AS c
        WHERE c.ticket_id = ANY (v_accepted);
        PERFORM helpdesk.write_custom_values('ticket', v_accepted, v_change.custom_fields);
    END IF;
    SELECT array_agg(ROW(a.number, t.ticket_id, NULL)::helpdesk.action_result) INTO v_done
    FROM jsonb_array_elements(p_actions) WITH ORDINALITY AS a(value, number)
    JOIN helpdesk.ticket AS t ON t.ticket_id = ANY (v_accepted) AND CASE
        WHEN a.value ->> 'action' IN ('set_status', 'close', 'resolve', 'reopen') THEN t.status <> v_change.status
        WHEN a.value ->> 'action' = 'set_priority' THEN t.priority <> v_change.priority
        WHEN a.value ->> 'action' = 'set_type' THEN t.ticket_type <> v_change.ticket_type
        WHEN a.value ->> 'action' IN ('assign', 'unassign') THEN t.assignee_id IS DISTINCT FROM v_change.assignee_id
        WHEN a.value ->> 'action' = 'set_department' THEN t.department_id IS DISTINCT FROM v_change.department_id
        WHEN a.value ->> 'action' = 'delete' THEN true
    END;
    UPDATE helpdesk.ticket AS t
    SET status = coalesce(v_change.status, t.status),
        priority = coalesce(v_change.priority, t.priority),
        ticket_type = coalesce(v_change.ticket_type, t.ticket_type),
        assignee_id = CASE WHEN v_change.has_assignee THEN v_change.assignee_id ELSE t.assignee_id END,
        department_id = CASE WHEN v_change.has_department THEN v_change.department_id ELSE t.department_id END,
        deleted_at = CASE WHEN v_change.is_deletion THEN helpdesk.clock() END
    WHERE t.ticket_id = ANY (v_accepted)
        AND (
            t.status <> v_change.status
            OR t.priority <> v_change.priority
            OR t.ticket_type <> v_change.ticket_type
            OR v_change.has_assignee AND t.assignee_id IS DISTINCT FROM v_change.assignee_id
            OR v_change.has_department AND t.department_id IS DISTINCT FROM v_change.department_id
            OR v_change.is_deletion
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
                    FROM unnest(v_accepted) AS i(ticket_id)
                    JOIN helpdesk.tag AS g
                        ON g.is_active AND v_action.action <> 'remove_tags' AND v_action.value ? g.name
                    ORDER BY i.ticket_id
                    ON CONFLICT (ticket_id, tag_id) DO NOTHING
                    RETURNING ticket_id
                ),
                removed AS (
                    DELETE FROM helpdesk.ticket_tag AS tt
                    USING helpdesk.tag AS g
                    WHERE tt.ticket_id = ANY (v_accepted) AND g.tag_id = tt.tag_id AND CASE v_action.action
                        WHEN 'remove_tags' THEN v_action.value ? g.name
                        WHEN 'set_tags' THEN NOT v_action.value ? g.name
                    END
                    RETURNING tt.ticket_id
                )
                SELECT array_agg(d.ticket_id) INTO v_ids
                FROM (SELECT a.ticket_id FROM added AS a UNION SELECT r.ticket_id FROM removed AS r) AS d;
            WHEN 'route' THEN
                v_ids := NULL;
                SELECT array_agg(ROW(
                    v_action.number, r.ticket_id,
                    CASE WHEN r.person_id IS NULL THEN helpdesk.routing_refusal(r.ticket_id, r.reason, r.detail) END
                )::helpdesk.action_result) INTO v_results
                FROM helpdesk.route_tickets(v_accepted) AS r;
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
                        CASE WHEN v_action.action = 'reply' THEN v_change.status END
                    FROM (
                        SELECT
                            i.ticket_id,
                            left(helpdesk.render_template(v_action.value #>> '{}', i.ticket_id), 200000) AS body
                        FROM unnest(v_accepted) AS i(ticket_id)
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
                    SELECT p.ticket_id, p.person_id FROM helpdesk.resolve_people(v_accepted, v_action.value) AS p
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
                        FROM helpdesk.resolve_people(v_accepted, v_action.value) AS q
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
                    FROM unnest(v_accepted) AS i(ticket_id)
                    WHERE i.ticket_id <> ALL (coalesce(v_ids, '{}'))
                );
            WHEN 'webhook' THEN
                v_ids := NULL;
                v_obstacle := helpdesk.call_webhook(v_action.value #>> '{}', v_accepted);
                v_results := ARRAY(
                    SELECT ROW(v_action.number, i.ticket_id, v_obstacle)::helpdesk.action_result
                    FROM unnest(v_accepted) AS i(ticket_id)
                );
            WHEN 'set_custom_fields' THEN
                SELECT array_agg(DISTINCT c.ticket_id) INTO v_ids
                FROM helpdesk.ticket_custom AS c
                CROSS JOIN jsonb_object_keys(v_action.value) AS k(key)
                WHERE c.ticket_id = ANY (v_accepted)
                    AND to_jsonb(c.*) -> k.key <> coalesce(v_custom #> ARRAY[c.ticket_id::text, k.key], 'null');
            ELSE v_ids := NULL; -- columns, done above
        END CASE;
        v_done := v_done || v_results || ARRAY(
            SELECT ROW(v_action.number, d.ticket_id, NULL)::helpdesk.action_result FROM unnest(v_ids) AS d(ticket_id)
        );
    END LOOP;

    RETURN QUERY
    SELECT
        i.ticket_id,
        CASE
            WHEN v_refused ? i.ticket_id::text THEN 'refused'
            WHEN r.is_changed THEN 'applied'
            WHEN r.reasons IS NOT NULL THEN 'refused'
            ELSE 'unchanged'
        END,
        CASE
            WHEN v_refused ? i.ticket_id::text THEN jsonb_build_array(v_refused -> i.ticket_id::text)
            WHEN NOT r.is_changed AND r.reasons IS NOT NULL THEN r.reasons
            ELSE r.detail
        END,
        v_refused ? i.ticket_id::text
    FROM (SELECT DISTINCT u.ticket_id FROM unnest(p_ticket_ids) AS u(ticket_id)) AS i
    LEFT JOIN (
        SELECT
            w.ticket_id,
            bool_or(d.number IS NOT NULL AND d.reason IS NULL) AS is_changed,
            jsonb_agg(DISTINCT d.reason) FILTER (WHERE d.reason IS NOT NULL) AS reasons,
            jsonb_agg(
                a.value || CASE
                    WHEN d.number IS NULL THEN '{"outcome": "unchanged"}'
                    WHEN d.reason IS NOT NULL THEN jsonb_build_object('outcome', 'refused', 'reason', d.reason)
                    ELSE '{}'
                END
                ORDER BY a.number
            ) AS detail
        FROM unnest(v_accepted) AS w(ticket_id)
        CROSS JOIN jsonb_array_elements(p_actions) WITH ORDINALITY AS a(value, number)
        LEFT JOIN unnest(v_done) AS d(number, ticket_id, reason)
            ON d.ticket_id = w.ticket_id AND d.number = a.number
        GROUP BY w.ticket_id
    ) AS r ON r.ticket_id = i.ticket_id
    ORDER BY i.ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.apply_actions IS
'Applies checked actions to tickets as the caller, each ticket whole or not at all; one row a ticket. outcome: '
'applied; unchanged, if the ticket was as the actions would make it; refused, with the reasons in detail, is_barred if '
'none was even tried. detail else: the actions, those that changed nothing with an outcome that says so. One statement '
'an action, whatever the number of tickets. What is beyond the assignee''s capacity is refused. Raises PD002, PD006, '
'PD007, PD402, PD801.';
