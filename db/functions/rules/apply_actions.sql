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
    v_obstacle jsonb := helpdesk.find_action_obstacle(p_actions);
    v_hidden jsonb;
    v_done helpdesk.action_result[];
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
        (v_change.custom_fields IS NOT NULL, 'tickets.custom_fields'),
        (p_actions @> '[{"action": "add_checklists"}]', 'tickets.checklist'),
        (p_actions @> '[{"action": "ask_approval"}]', 'approvals.ask')
    ) AS p(is_asked, permission)
    WHERE p.is_asked;

    -- Locked in id order: callers with the same tickets wait for each other and never deadlock.
    PERFORM 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ANY (p_ticket_ids) ORDER BY t.ticket_id FOR NO KEY UPDATE;
    SELECT
        array_agg(c.ticket_id) FILTER (WHERE c.refusal IS NULL),
        coalesce(jsonb_object_agg(c.ticket_id, c.refusal) FILTER (WHERE c.refusal IS NOT NULL), '{}')
    INTO v_accepted, v_refused
    FROM (
        SELECT c.ticket_id, coalesce(c.refusal, v_obstacle) AS refusal
        FROM helpdesk.classify_tickets(p_ticket_ids, v_change) AS c
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

    IF v_change.custom_fields IS NULL THEN
        v_done := helpdesk.carry_out_actions(v_accepted, p_actions, v_change);
    ELSE
        LOOP
            BEGIN
                v_hidden := NULL;
                v_done := helpdesk.carry_out_actions(v_accepted, p_actions, v_change);
                -- Asked afterwards, since what else is changed shows and hides them.
                SELECT jsonb_object_agg(h.ticket_id, helpdesk.hidden_refusal(h.fields)) INTO v_hidden
                FROM helpdesk.find_hidden_fields(v_accepted, v_change.custom_fields) AS h;
                EXIT WHEN v_hidden IS NULL;
                PERFORM helpdesk.refuse('PD801', 'all is undone, and done again without these tickets');
            EXCEPTION WHEN OTHERS THEN
                IF v_hidden IS NULL THEN
                    RAISE;
                END IF;
            END;
            v_refused := v_refused || v_hidden;
            v_accepted := ARRAY(
                SELECT a.ticket_id FROM unnest(v_accepted) AS a(ticket_id) WHERE NOT v_hidden ? a.ticket_id::text
            );
        END LOOP;
    END IF;

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
