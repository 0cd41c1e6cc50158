CREATE FUNCTION api.apply_macro(
    ticket_id bigint,
    rule_id bigint,
    version int DEFAULT NULL,
    idempotency_key text DEFAULT NULL
) RETURNS api.rule_firings
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_rule helpdesk.rule;
    v_ticket helpdesk.ticket;
    v_tags bigint[];
    v_followers bigint[];
    v_custom jsonb;
    v_outcome text;
    v_detail jsonb;
    v_answer jsonb := helpdesk.begin_once(apply_macro.idempotency_key, 'apply_macro', jsonb_build_array(
        apply_macro.ticket_id, apply_macro.rule_id, apply_macro.version
    ));
    v_firing_id bigint;
    v_result api.rule_firings;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    v_ticket := helpdesk.lock_ticket(apply_macro.ticket_id, 'macros.use', apply_macro.version);
    SELECT * INTO v_rule
    FROM helpdesk.rule AS r
    WHERE r.rule_id = apply_macro.rule_id
        AND (r.kind = 'macro' AND (r.is_shared OR r.owner_id = helpdesk.me()) OR r.kind = 'workflow' AND r.is_manual)
        AND r.is_active;
    IF v_rule.rule_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('macro %s not found', coalesce(apply_macro.rule_id::text, 'null')));
    END IF;
    IF helpdesk.match_tickets(v_rule, helpdesk.clock(), ARRAY[apply_macro.ticket_id]) IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s does not fit ticket %s', v_rule.name, v_ticket.reference),
            'Its conditions do not match.'
        );
    END IF;
    v_tags := ARRAY(SELECT tt.tag_id FROM helpdesk.ticket_tag AS tt WHERE tt.ticket_id = apply_macro.ticket_id);
    v_followers := ARRAY(
        SELECT f.person_id FROM helpdesk.ticket_follower AS f WHERE f.ticket_id = apply_macro.ticket_id
    );
    v_custom := (SELECT to_jsonb(c.*) FROM helpdesk.ticket_custom AS c WHERE c.ticket_id = apply_macro.ticket_id);

    SELECT a.outcome, a.detail INTO v_outcome, v_detail
    FROM helpdesk.apply_actions(ARRAY[apply_macro.ticket_id], v_rule.actions) AS a;
    IF v_outcome = 'refused' THEN
        PERFORM helpdesk.raise_refusal(v_detail -> 0);
    END IF;

    INSERT INTO helpdesk.rule_firing (rule_id, ticket_id, actor_id, outcome, ended_at, detail, undo)
    SELECT
        apply_macro.rule_id, apply_macro.ticket_id, helpdesk.me(),
        CASE v_outcome WHEN 'unchanged' THEN 'unchanged' ELSE 'applied' END, helpdesk.clock(), v_detail,
        jsonb_build_object(
            'version', t.version,
            'before', jsonb_build_object(
                'status', v_ticket.status, 'priority', v_ticket.priority, 'ticket_type', v_ticket.ticket_type,
                'assignee_id', v_ticket.assignee_id, 'department_id', v_ticket.department_id
            ),
            'custom', (
                SELECT jsonb_object_agg(a.key, jsonb_build_object('from', v_custom -> a.key, 'to', a.value))
                FROM helpdesk.ticket_custom AS c
                CROSS JOIN LATERAL jsonb_each(to_jsonb(c.*)) AS a
                WHERE c.ticket_id = apply_macro.ticket_id
                    AND a.key <> 'ticket_id'
                    AND a.value <> coalesce(v_custom -> a.key, 'null')
            ),
            'added_tag_ids', ARRAY(
                SELECT tt.tag_id
                FROM helpdesk.ticket_tag AS tt
                WHERE tt.ticket_id = apply_macro.ticket_id AND tt.tag_id <> ALL (v_tags)
            ),
            'removed_tag_ids', ARRAY(
                SELECT b.tag_id
                FROM unnest(v_tags) AS b(tag_id)
                WHERE NOT EXISTS (
                    SELECT 1
                    FROM helpdesk.ticket_tag AS tt
                    WHERE tt.ticket_id = apply_macro.ticket_id AND tt.tag_id = b.tag_id
                )
            ),
            'added_follower_ids', ARRAY(
                SELECT f.person_id
                FROM helpdesk.ticket_follower AS f
                WHERE f.ticket_id = apply_macro.ticket_id AND f.person_id <> ALL (v_followers)
            )
        )
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id = apply_macro.ticket_id
    RETURNING firing_id INTO v_firing_id;
    PERFORM helpdesk.record_event(apply_macro.ticket_id, 'macro_applied', jsonb_build_object(
        'rule_id', v_rule.rule_id, 'name', v_rule.name, 'firing_id', v_firing_id
    ));
    SELECT * INTO v_result FROM api.rule_firings AS f WHERE f.firing_id = v_firing_id;
    IF apply_macro.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(apply_macro.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.apply_macro IS
$$Apply a macro, or press a button

All of its actions or none. outcome unchanged: the ticket was as they would make it. Returns what rpc/undo_macro takes
back. idempotency_key: the same call again within 24 hours gives the first answer. Raises PD001, PD002, PD003, PD004,
PD005, PD006, PD007, PD015, PD402, PD407, PD505, PD701, PD702, PD801, PD802.$$;
GRANT EXECUTE ON FUNCTION api.apply_macro TO agent, admin;
