CREATE OR REPLACE FUNCTION helpdesk.apply_actions(p_ticket_ids bigint[], p_actions jsonb)
RETURNS TABLE (ticket_id bigint, refusal text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_change helpdesk.ticket_change := helpdesk.read_change(p_actions);
    v_accepted bigint[];
    v_refused jsonb;
    v_overflow bigint[];
    v_action record;
BEGIN
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
    FROM helpdesk.classify_tickets(p_ticket_ids, v_change) AS c;

    IF v_change.assignee_id IS NOT NULL THEN
        v_overflow := helpdesk.find_overflow(v_accepted, v_change.assignee_id, v_change.status);
        SELECT v_refused || coalesce(
            jsonb_object_agg(o.ticket_id, format('%s has no room', helpdesk.person_name(v_change.assignee_id))), '{}'
        )
        INTO v_refused
        FROM unnest(v_overflow) AS o(ticket_id);
        v_accepted := ARRAY(
            SELECT a.ticket_id FROM unnest(v_accepted) AS a(ticket_id) WHERE a.ticket_id <> ALL (v_overflow)
        );
    END IF;

    IF v_change.custom_fields IS NOT NULL THEN
        PERFORM helpdesk.write_custom_values('ticket', v_accepted, v_change.custom_fields);
    END IF;
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
        SELECT a.value ->> 'action' AS action, a.value -> 'value' AS value
        FROM jsonb_array_elements(p_actions) WITH ORDINALITY AS a(value, number)
        ORDER BY a.number
    LOOP
        CASE v_action.action
            WHEN 'add_tags' THEN
                INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
                SELECT i.ticket_id, g.tag_id
                FROM unnest(v_accepted) AS i(ticket_id)
                JOIN helpdesk.tag AS g ON v_action.value ? g.name
                ORDER BY i.ticket_id
                ON CONFLICT (ticket_id, tag_id) DO NOTHING;
            WHEN 'remove_tags' THEN
                DELETE FROM helpdesk.ticket_tag AS tt
                USING helpdesk.tag AS g
                WHERE tt.ticket_id = ANY (v_accepted) AND g.tag_id = tt.tag_id AND v_action.value ? g.name;
            WHEN 'route' THEN
                PERFORM helpdesk.route_tickets(v_accepted);
            WHEN 'add_note', 'reply' THEN
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
                WHERE text.body ~ '\S'; -- placeholders that are all empty on a ticket leave nothing to say
            WHEN 'follow' THEN
                -- What helpdesk.follow does, for all at once.
                INSERT INTO helpdesk.ticket_follower (ticket_id, person_id)
                SELECT p.ticket_id, p.person_id FROM helpdesk.resolve_people(v_accepted, v_action.value) AS p
                ON CONFLICT (ticket_id, person_id) DO NOTHING;
            WHEN 'notify' THEN
                PERFORM helpdesk.record_event(
                    p.ticket_id, 'rule_notified', jsonb_build_object('person_ids', p.person_ids)
                )
                FROM (
                    SELECT r.ticket_id, jsonb_agg(r.person_id ORDER BY r.person_id) AS person_ids
                    FROM helpdesk.resolve_people(v_accepted, v_action.value) AS r
                    GROUP BY r.ticket_id
                    ORDER BY r.ticket_id
                ) AS p;
            WHEN 'webhook' THEN
                PERFORM helpdesk.call_webhook(v_action.value #>> '{}', v_accepted);
            ELSE NULL; -- columns and custom fields, done above
        END CASE;
    END LOOP;

    RETURN QUERY
    SELECT i.ticket_id, v_refused ->> i.ticket_id::text
    FROM (SELECT DISTINCT u.ticket_id FROM unnest(p_ticket_ids) AS u(ticket_id)) AS i
    ORDER BY i.ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.apply_actions IS
'Applies checked actions to tickets as the caller, each ticket whole or not at all; one row a ticket with the reason '
'of a refusal or NULL. One statement an action, whatever the number of tickets. What is beyond the assignee''s '
'capacity is refused. Raises PD002, PD006, PD007, PD801.';
