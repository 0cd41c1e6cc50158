CREATE OR REPLACE FUNCTION helpdesk.apply_macro(p_ticket_id bigint, p_rule_id bigint, p_version int DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_rule helpdesk.rule;
    v_ticket helpdesk.ticket;
    v_tags bigint[];
    v_followers bigint[];
    v_custom jsonb;
    v_refusal text;
    v_firing_id bigint;
BEGIN
    v_ticket := helpdesk.lock_ticket(p_ticket_id, 'macros.use', p_version);
    SELECT * INTO v_rule
    FROM helpdesk.rule AS r
    WHERE r.rule_id = p_rule_id
        AND (r.kind = 'macro' AND (r.is_shared OR r.owner_id = helpdesk.me()) OR r.kind = 'workflow' AND r.is_manual)
        AND r.is_active;
    IF v_rule.rule_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('macro %s not found', coalesce(p_rule_id::text, 'null')));
    END IF;
    IF helpdesk.match_tickets(v_rule, helpdesk.clock(), ARRAY[p_ticket_id]) IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s does not fit ticket %s', v_rule.name, v_ticket.reference),
            'Its conditions do not match.'
        );
    END IF;
    v_tags := ARRAY(SELECT tt.tag_id FROM helpdesk.ticket_tag AS tt WHERE tt.ticket_id = p_ticket_id);
    v_followers := ARRAY(SELECT f.person_id FROM helpdesk.ticket_follower AS f WHERE f.ticket_id = p_ticket_id);
    v_custom := (SELECT to_jsonb(c) FROM helpdesk.ticket_custom AS c WHERE c.ticket_id = p_ticket_id);

    SELECT a.refusal INTO v_refusal
    FROM helpdesk.apply_actions(ARRAY[p_ticket_id], v_rule.actions) AS a
    WHERE a.refusal IS NOT NULL;
    IF v_refusal IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD003', format('%s is refused on ticket %s: %s', v_rule.name, v_ticket.reference, v_refusal)
        );
    END IF;

    INSERT INTO helpdesk.rule_firing (rule_id, ticket_id, actor_id, outcome, ended_at, detail, undo)
    SELECT
        p_rule_id, p_ticket_id, helpdesk.me(), 'applied', helpdesk.clock(), v_rule.actions,
        jsonb_build_object(
            'version', t.version,
            'before', jsonb_build_object(
                'status', v_ticket.status, 'priority', v_ticket.priority, 'ticket_type', v_ticket.ticket_type,
                'assignee_id', v_ticket.assignee_id, 'department_id', v_ticket.department_id
            ),
            'custom', (
                SELECT jsonb_object_agg(a.key, jsonb_build_object('from', v_custom -> a.key, 'to', a.value))
                FROM helpdesk.ticket_custom AS c
                CROSS JOIN LATERAL jsonb_each(to_jsonb(c)) AS a
                WHERE c.ticket_id = p_ticket_id
                    AND a.key <> 'ticket_id'
                    AND a.value <> coalesce(v_custom -> a.key, 'null')
            ),
            'added_tag_ids', ARRAY(
                SELECT tt.tag_id
                FROM helpdesk.ticket_tag AS tt
                WHERE tt.ticket_id = p_ticket_id AND tt.tag_id <> ALL (v_tags)
            ),
            'removed_tag_ids', ARRAY(
                SELECT b.tag_id
                FROM unnest(v_tags) AS b(tag_id)
                WHERE NOT EXISTS (
                    SELECT 1 FROM helpdesk.ticket_tag AS tt WHERE tt.ticket_id = p_ticket_id AND tt.tag_id = b.tag_id
                )
            ),
            'added_follower_ids', ARRAY(
                SELECT f.person_id
                FROM helpdesk.ticket_follower AS f
                WHERE f.ticket_id = p_ticket_id AND f.person_id <> ALL (v_followers)
            )
        )
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id = p_ticket_id
    RETURNING firing_id INTO v_firing_id;
    RETURN v_firing_id;
END
$$;

COMMENT ON FUNCTION helpdesk.apply_macro IS
'Applies a macro or presses a button (manual workflow) as the caller: all of its actions or none; keeps what it '
'changed, for undo. The ticket''s lock orders two macros. Raises PD001, PD002, PD003, PD005, PD006, PD007.';
