CREATE OR REPLACE FUNCTION helpdesk.run_workflow(p_rule helpdesk.rule, p_steps bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
DECLARE
    v_batch record;
    v_delay_number bigint;
    v_later jsonb;
BEGIN
    IF NOT p_rule.is_active THEN
        WITH dropped AS (
            DELETE FROM helpdesk.rule_step AS s
            WHERE s.step_id = ANY (p_steps) AND s.rule_id = p_rule.rule_id
            RETURNING *
        )
        UPDATE helpdesk.rule_firing AS f
        SET outcome = 'refused',
            detail = f.detail || helpdesk.refusal('PD407', format('workflow %s was switched off', p_rule.name))
        FROM dropped AS d
        WHERE f.rule_id = d.rule_id AND f.event_id = d.event_id;
        RETURN;
    END IF;

    -- What is tried for the first time must match; the rest is dropped without a trace.
    PERFORM helpdesk.begin_matching();
    EXECUTE format(
        'WITH matched AS (
             SELECT s.step_id
             FROM helpdesk.rule_step AS s
             JOIN helpdesk.event AS e ON e.event_id = s.event_id
             JOIN helpdesk.rule_ticket AS v ON v.ticket_id = s.ticket_id
             CROSS JOIN LATERAL (SELECT helpdesk.event_facts(e) AS event) AS x
             WHERE s.step_id = ANY ($3) AND s.rule_id = $4 AND s.actions IS NULL AND v.deleted_at IS NULL AND (%s)
         ),
         dropped AS (
             DELETE FROM helpdesk.rule_step AS s
             WHERE s.step_id = ANY ($3) AND s.rule_id = $4 AND s.actions IS NULL
                 AND NOT EXISTS (SELECT 1 FROM matched AS m WHERE m.step_id = s.step_id)
         )
         UPDATE helpdesk.rule_step AS s SET actions = $5 FROM matched AS m WHERE m.step_id = s.step_id',
        p_rule.predicate
    ) USING p_rule.conditions, helpdesk.clock(), p_steps, p_rule.rule_id, p_rule.actions;
    PERFORM helpdesk.end_matching();

    -- Else rules that set each other off would be many times as many at each depth.
    WITH spent AS (
        DELETE FROM helpdesk.rule_step AS s
        WHERE s.step_id = ANY (p_steps)
            AND s.rule_id = p_rule.rule_id
            AND s.actions IS NOT NULL
            AND s.depth > 1
            AND NOT EXISTS (
                SELECT 1 FROM helpdesk.rule_firing AS f WHERE f.rule_id = s.rule_id AND f.event_id = s.event_id
            )
            AND (
                SELECT count(*) + 1
                FROM helpdesk.rule_firing AS f
                JOIN helpdesk.event AS e ON e.event_id = f.event_id
                WHERE f.ticket_id = s.ticket_id
                    AND f.rule_id = s.rule_id
                    AND f.outcome <> 'refused'
                    AND (e.payload #>> '{rule,chain_id}')::bigint = s.chain_id
            ) >= helpdesk.setting_int('rules.max_depth')
        RETURNING *
    )
    INSERT INTO helpdesk.rule_firing (rule_id, ticket_id, event_id, outcome, detail)
    SELECT
        x.rule_id, x.ticket_id, x.event_id, 'refused',
        jsonb_build_array(helpdesk.refusal('PD407', 'rules set each other off too often'))
    FROM spent AS x;

    FOR v_batch IN
        SELECT
            s.actions, s.depth, s.chain_id, s.request_id, array_agg(s.step_id) AS step_ids,
            array_agg(s.ticket_id) AS ticket_ids
        FROM helpdesk.rule_step AS s
        WHERE s.step_id = ANY (p_steps) AND s.rule_id = p_rule.rule_id AND s.actions IS NOT NULL
        GROUP BY s.actions, s.depth, s.chain_id, s.request_id
        ORDER BY min(s.step_id)
    LOOP
        SELECT min(a.number) INTO v_delay_number
        FROM jsonb_array_elements(v_batch.actions) WITH ORDINALITY AS a(value, number)
        WHERE a.value ->> 'action' = 'delay';
        SELECT jsonb_agg(a.value ORDER BY a.number) INTO v_later
        FROM jsonb_array_elements(v_batch.actions) WITH ORDINALITY AS a(value, number)
        WHERE a.number > v_delay_number;
        PERFORM helpdesk.begin_acting_rule(p_rule.rule_id, v_batch.depth, v_batch.chain_id);
        PERFORM helpdesk.begin_request(v_batch.request_id);
        WITH now_due AS (
            SELECT coalesce(jsonb_agg(a.value ORDER BY a.number), '[]') AS actions
            FROM jsonb_array_elements(v_batch.actions) WITH ORDINALITY AS a(value, number)
            WHERE v_delay_number IS NULL OR a.number < v_delay_number
        ),
        result AS (
            SELECT
                r.ticket_id,
                r.detail,
                r.outcome,
                r.is_barred AS is_refused
            FROM now_due AS n
            CROSS JOIN LATERAL helpdesk.apply_actions(v_batch.ticket_ids, n.actions) AS r
        ),
        fired AS (
            INSERT INTO helpdesk.rule_firing AS f (rule_id, ticket_id, event_id, outcome, detail)
            SELECT
                s.rule_id, s.ticket_id, s.event_id,
                CASE
                    WHEN v_later IS NOT NULL AND NOT r.is_refused THEN 'waiting'
                    ELSE r.outcome
                END,
                coalesce(r.detail, '[]')
            FROM helpdesk.rule_step AS s
            JOIN result AS r ON r.ticket_id = s.ticket_id
            WHERE s.step_id = ANY (v_batch.step_ids)
            ON CONFLICT (rule_id, event_id) WHERE event_id IS NOT NULL
            DO UPDATE
            SET outcome = CASE
                    -- What was done before a delay was done.
                    WHEN excluded.outcome = 'unchanged'
                        AND jsonb_path_exists(f.detail, '$[*] ? (exists (@.action) && !exists (@.outcome))')
                        THEN 'applied'
                    ELSE excluded.outcome
                END,
                detail = f.detail || excluded.detail
        ),
        ended AS (
            DELETE FROM helpdesk.rule_step AS s
            USING result AS r
            WHERE s.step_id = ANY (v_batch.step_ids)
                AND r.ticket_id = s.ticket_id
                AND (r.is_refused OR v_later IS NULL)
        )
        UPDATE helpdesk.rule_step AS s
        SET due_at = helpdesk.clock() + (v_batch.actions -> (v_delay_number::int - 1) ->> 'value')::interval,
            actions = v_later
        FROM result AS r
        WHERE s.step_id = ANY (v_batch.step_ids)
            AND r.ticket_id = s.ticket_id
            AND NOT r.is_refused
            AND v_later IS NOT NULL;
        PERFORM helpdesk.end_request();
        PERFORM helpdesk.end_acting_rule();
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.run_workflow IS
'Tries one workflow on the claimed steps, at most one a ticket, or goes on after a delay; what is refused on a ticket '
'ends there. What one change set off, rules included, lets a workflow act rules.max_depth times on a ticket.';
