CREATE OR REPLACE FUNCTION helpdesk.run_workflows(p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_steps bigint[];
    v_rule helpdesk.rule;
    v_done bigint := 0;
BEGIN
    SELECT array_agg(s.step_id) INTO v_steps
    FROM (
        SELECT d.step_id FROM helpdesk.rule_step AS d
        WHERE d.due_at <= helpdesk.clock()
        ORDER BY d.due_at, d.step_id
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    ) AS s;
    FOR v_rule IN
        SELECT r.* FROM helpdesk.rule AS r
        WHERE r.rule_id IN (SELECT s.rule_id FROM helpdesk.rule_step AS s WHERE s.step_id = ANY (v_steps))
        ORDER BY r.position, r.rule_id
    LOOP
        BEGIN
            v_done := v_done + helpdesk.run_workflow(v_rule, v_steps);
            UPDATE helpdesk.rule AS r SET failures = 0 WHERE r.rule_id = v_rule.rule_id AND r.failures > 0;
        EXCEPTION WHEN OTHERS THEN
            PERFORM set_config('helpdesk.acting_rule', '', true);
            PERFORM helpdesk.note_rule_failure(v_rule.rule_id, format('%s %s', SQLSTATE, SQLERRM));
            WITH failed AS (
                DELETE FROM helpdesk.rule_step AS s WHERE s.rule_id = v_rule.rule_id AND s.step_id = ANY (v_steps) RETURNING *
            )
            INSERT INTO helpdesk.rule_firing AS f (rule_id, ticket_id, event_id, outcome, detail)
            SELECT x.rule_id, x.ticket_id, x.event_id, 'failed', jsonb_build_array(format('%s %s', SQLSTATE, SQLERRM))
            FROM failed AS x
            ON CONFLICT (rule_id, event_id) WHERE event_id IS NOT NULL
            DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail;
        END;
    END LOOP;
    RETURN v_done;
END
$$;

COMMENT ON FUNCTION helpdesk.run_workflows(int) IS
'Tries or goes on with the workflows that are due, rule by rule, set-based; returns on how many events one acted. SKIP LOCKED makes two at once safe; a workflow that fails is logged and does not stop the others.';
GRANT EXECUTE ON FUNCTION helpdesk.run_workflows(int) TO worker;
