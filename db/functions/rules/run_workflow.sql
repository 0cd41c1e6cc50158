CREATE OR REPLACE FUNCTION helpdesk.run_workflow(p_rule helpdesk.rule, p_steps bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_batch record;
    v_delay interval;
    v_done bigint := 0;
BEGIN
    PERFORM 1 FROM helpdesk.ticket AS t
    WHERE t.ticket_id IN (SELECT s.ticket_id FROM helpdesk.rule_step AS s WHERE s.step_id = ANY (p_steps) AND s.rule_id = p_rule.rule_id)
    ORDER BY t.ticket_id
    FOR NO KEY UPDATE;

    -- What is tried for the first time must match; the rest is dropped without a trace.
    EXECUTE format(
        'WITH matched AS (
             SELECT s.step_id
             FROM helpdesk.rule_step AS s
             JOIN helpdesk.event AS e ON e.event_id = s.event_id
             JOIN helpdesk.rule_ticket AS v ON v.ticket_id = s.ticket_id
             CROSS JOIN LATERAL (SELECT jsonb_build_object(''kind'', e.kind, ''payload'', e.payload) AS event) AS x
             WHERE s.step_id = ANY ($3) AND s.rule_id = $4 AND s.actions IS NULL AND v.deleted_at IS NULL AND (%s)
         ),
         dropped AS (
             DELETE FROM helpdesk.rule_step AS s
             WHERE s.step_id = ANY ($3) AND s.rule_id = $4 AND s.actions IS NULL
                 AND (NOT $5 OR NOT EXISTS (SELECT 1 FROM matched AS m WHERE m.step_id = s.step_id))
         )
         UPDATE helpdesk.rule_step AS s SET actions = $6
         FROM matched AS m WHERE m.step_id = s.step_id AND $5',
        p_rule.predicate
    ) USING p_rule.conditions, helpdesk.clock(), p_steps, p_rule.rule_id, p_rule.is_active, p_rule.actions;

    FOR v_batch IN
        SELECT
            s.actions,
            s.depth,
            array_agg(s.step_id) AS step_ids,
            array_agg(DISTINCT s.ticket_id) AS ticket_ids,
            (SELECT min(a.number) FROM jsonb_array_elements(s.actions) WITH ORDINALITY AS a(value, number)
             WHERE a.value ->> 'action' = 'delay') AS delay_number
        FROM helpdesk.rule_step AS s
        WHERE s.step_id = ANY (p_steps) AND s.rule_id = p_rule.rule_id AND s.actions IS NOT NULL
        GROUP BY s.actions, s.depth
    LOOP
        PERFORM set_config(
            'helpdesk.acting_rule', json_build_object('rule', json_build_object('rule_id', p_rule.rule_id, 'depth', v_batch.depth))::text, true
        );
        WITH result AS (
            SELECT * FROM helpdesk.apply_actions(v_batch.ticket_ids, coalesce((
                SELECT jsonb_agg(a.value ORDER BY a.number)
                FROM jsonb_array_elements(v_batch.actions) WITH ORDINALITY AS a(value, number)
                WHERE a.number < coalesce(v_batch.delay_number, 1000)
            ), '[]'))
        )
        INSERT INTO helpdesk.rule_firing AS f (rule_id, ticket_id, event_id, outcome, detail)
        SELECT
            s.rule_id, s.ticket_id, s.event_id,
            CASE WHEN r.refusal IS NOT NULL THEN 'refused' WHEN v_batch.delay_number IS NOT NULL THEN 'waiting' ELSE 'applied' END,
            CASE WHEN r.refusal IS NULL THEN v_batch.actions ELSE jsonb_build_array(r.refusal) END
        FROM helpdesk.rule_step AS s
        JOIN result AS r ON r.ticket_id = s.ticket_id
        WHERE s.step_id = ANY (v_batch.step_ids)
        ON CONFLICT (rule_id, event_id) WHERE event_id IS NOT NULL
        DO UPDATE SET outcome = excluded.outcome, detail = f.detail || excluded.detail;
        PERFORM set_config('helpdesk.acting_rule', '', true);
        v_done := v_done + cardinality(v_batch.step_ids);

        IF v_batch.delay_number IS NULL THEN
            DELETE FROM helpdesk.rule_step AS s WHERE s.step_id = ANY (v_batch.step_ids);
        ELSE
            v_delay := (v_batch.actions -> (v_batch.delay_number::int - 1) ->> 'value')::interval;
            UPDATE helpdesk.rule_step AS s
            SET due_at = helpdesk.clock() + v_delay,
                actions = (
                    SELECT coalesce(jsonb_agg(a.value ORDER BY a.number), '[]')
                    FROM jsonb_array_elements(v_batch.actions) WITH ORDINALITY AS a(value, number)
                    WHERE a.number > v_batch.delay_number
                )
            WHERE s.step_id = ANY (v_batch.step_ids);
        END IF;
    END LOOP;
    RETURN v_done;
END
$$;

COMMENT ON FUNCTION helpdesk.run_workflow(helpdesk.rule, bigint[]) IS
'Tries one workflow on the claimed steps, or goes on after a delay; returns on how many it acted.';
