CREATE OR REPLACE FUNCTION helpdesk.sweep_rules(p_kind text, p_as_of timestamptz DEFAULT NULL, p_limit int DEFAULT 5000)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_as_of timestamptz := coalesce(p_as_of, helpdesk.clock());
    v_rule helpdesk.rule;
    v_ticket_ids bigint[];
    v_changed bigint;
    v_done jsonb := '{}';
BEGIN
    PERFORM helpdesk.lock_job(CASE p_kind WHEN 'escalation' THEN 'evaluate_escalations' ELSE 'run_automations' END);
    FOR v_rule IN
        SELECT * FROM helpdesk.rule AS r WHERE r.kind = p_kind AND r.is_active ORDER BY r.position, r.rule_id
    LOOP
        BEGIN
            v_ticket_ids := helpdesk.find_due_tickets(v_rule, v_as_of, p_limit);
            IF v_ticket_ids IS NOT NULL THEN
                v_changed := helpdesk.fire_rule(v_rule, v_ticket_ids, v_as_of);
                v_done := v_done || jsonb_build_object(v_rule.name, v_changed);
                -- Tickets that others have locked stay due: going on for them alone would be a busy wait.
                PERFORM helpdesk.job_has_more(cardinality(v_ticket_ids), p_limit) WHERE v_changed > 0;
            END IF;
            UPDATE helpdesk.rule AS r SET failures = 0 WHERE r.rule_id = v_rule.rule_id AND r.failures > 0;
        EXCEPTION
            WHEN deadlock_detected OR lock_not_available THEN
                NULL; -- not the rule's fault: the next sweep tries again
            WHEN OTHERS THEN
                PERFORM helpdesk.note_rule_failure(v_rule.rule_id, format('%s %s', SQLSTATE, SQLERRM));
                v_done := v_done || jsonb_build_object(v_rule.name, format('failed: %s %s', SQLSTATE, SQLERRM));
        END;
    END LOOP;
    RETURN v_done;
END
$$;

COMMENT ON FUNCTION helpdesk.sweep_rules IS
'Runs the active escalation rules or automations in order, each as a few set-based statements over at most p_limit '
'tickets, whose rest is the next batch''s; returns {name: tickets changed}. A rule that fails is undone, noted and '
'does not stop the others. Two sweeps of a kind wait for each other.';
GRANT EXECUTE ON FUNCTION helpdesk.sweep_rules TO worker;
