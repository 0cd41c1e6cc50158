CREATE OR REPLACE FUNCTION helpdesk.run_workflows(p_limit int DEFAULT 500) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_steps bigint[];
    v_rule helpdesk.rule;
    v_count bigint;
    v_done bigint := 0;
    v_failure jsonb;
BEGIN
    -- Take the oldest event only of each workflow on a ticket: the others follow in the next call, in order.
    SELECT array_agg(s.step_id) INTO v_steps
    FROM (
        SELECT d.step_id
        FROM helpdesk.rule_step AS d
        WHERE d.due_at <= helpdesk.clock() AND NOT EXISTS (
            SELECT 1
            FROM helpdesk.rule_step AS e
            WHERE e.ticket_id = d.ticket_id
                AND e.rule_id = d.rule_id
                AND e.step_id < d.step_id
                AND e.due_at <= helpdesk.clock()
        )
        ORDER BY d.due_at, d.step_id
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    ) AS s;
    -- Lock all tickets at once and in id order, as bulk changes do, so that the two never deadlock.
    PERFORM 1 FROM helpdesk.ticket AS t
    WHERE t.ticket_id IN (SELECT s.ticket_id FROM helpdesk.rule_step AS s WHERE s.step_id = ANY (v_steps))
    ORDER BY t.ticket_id
    FOR NO KEY UPDATE;

    FOR v_rule IN
        SELECT r.* FROM helpdesk.rule AS r
        WHERE r.rule_id IN (SELECT s.rule_id FROM helpdesk.rule_step AS s WHERE s.step_id = ANY (v_steps))
        ORDER BY r.position, r.rule_id
    LOOP
        SELECT count(*) INTO v_count
        FROM helpdesk.rule_step AS s
        WHERE s.step_id = ANY (v_steps) AND s.rule_id = v_rule.rule_id;
        BEGIN
            PERFORM helpdesk.run_workflow(v_rule, v_steps);
            UPDATE helpdesk.rule AS r SET failures = 0 WHERE r.rule_id = v_rule.rule_id AND r.failures > 0;
            v_done := v_done + v_count;
        EXCEPTION
            WHEN deadlock_detected OR lock_not_available THEN
                NULL; -- not the rule's fault: its steps stay due
            WHEN OTHERS THEN
                v_failure := helpdesk.refusal(SQLSTATE, SQLERRM);
                PERFORM helpdesk.note_rule_failure(v_rule.rule_id, format('%s %s', SQLSTATE, SQLERRM));
                WITH failed AS (
                    DELETE FROM helpdesk.rule_step AS s
                    WHERE s.rule_id = v_rule.rule_id AND s.step_id = ANY (v_steps)
                    RETURNING *
                )
                INSERT INTO helpdesk.rule_firing AS f (rule_id, ticket_id, event_id, outcome, detail)
                SELECT x.rule_id, x.ticket_id, x.event_id, 'failed', jsonb_build_array(v_failure)
                FROM failed AS x
                ON CONFLICT (rule_id, event_id) WHERE event_id IS NOT NULL
                DO UPDATE SET outcome = excluded.outcome, detail = f.detail || excluded.detail;
                v_done := v_done + v_count;
        END;
    END LOOP;
    RETURN v_done;
END
$$;

COMMENT ON FUNCTION helpdesk.run_workflows IS
'Tries or goes on with the workflows that are due, rule by rule, set-based; returns how many steps it dealt with, 0 '
'when nothing is due. SKIP LOCKED makes two at once safe; a workflow that fails is logged and does not stop the '
'others.';
GRANT EXECUTE ON FUNCTION helpdesk.run_workflows TO worker;
