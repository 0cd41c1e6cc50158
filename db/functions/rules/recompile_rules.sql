CREATE OR REPLACE FUNCTION helpdesk.recompile_rules() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_rule record;
    v_view record;
    v_policy record;
    v_webhook record;
BEGIN
    FOR v_rule IN SELECT * FROM helpdesk.rule LOOP
        BEGIN
            UPDATE helpdesk.rule AS r
            SET predicate = c.predicate
            FROM (
                SELECT helpdesk.compile_condition(
                    v_rule.conditions, helpdesk.use_of_rule(v_rule.kind, v_rule.is_manual)
                ) AS predicate
            ) AS c
            WHERE r.rule_id = v_rule.rule_id AND r.predicate <> c.predicate;
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO helpdesk.rule_error (rule_id, error)
            VALUES (v_rule.rule_id, left(format('%s %s', SQLSTATE, SQLERRM), 2000));
        END;
    END LOOP;
    FOR v_view IN SELECT * FROM helpdesk.saved_view LOOP
        BEGIN
            UPDATE helpdesk.saved_view AS s
            SET predicate = c.predicate
            FROM (SELECT helpdesk.compile_condition(v_view.conditions) AS predicate) AS c
            WHERE s.view_id = v_view.view_id AND s.predicate <> c.predicate;
        EXCEPTION WHEN OTHERS THEN
            NULL; -- its owner is told by the error of the next run
        END;
    END LOOP;
    FOR v_webhook IN SELECT * FROM helpdesk.webhook LOOP
        BEGIN
            UPDATE helpdesk.webhook AS w
            SET predicate = c.predicate
            FROM (SELECT helpdesk.compile_condition(v_webhook.conditions, 'workflow') AS predicate) AS c
            WHERE w.webhook_id = v_webhook.webhook_id AND w.predicate <> c.predicate;
        EXCEPTION WHEN OTHERS THEN
            NULL; -- its deliveries are dead, with the reason
        END;
    END LOOP;
    FOR v_policy IN SELECT * FROM helpdesk.sla_policy AS p WHERE p.conditions IS NOT NULL LOOP
        BEGIN
            UPDATE helpdesk.sla_policy AS p
            SET predicate = c.predicate
            FROM (SELECT helpdesk.compile_condition(v_policy.conditions, 'sla') AS predicate) AS c
            WHERE p.sla_policy_id = v_policy.sla_policy_id AND p.predicate <> c.predicate;
        EXCEPTION WHEN OTHERS THEN
            NULL; -- it goes on matching as before
        END;
    END LOOP;
    PERFORM helpdesk.rebuild_sla_matching();
END
$$;

COMMENT ON FUNCTION helpdesk.recompile_rules IS
'Compiles every rule, view, webhook and SLA policy again, at each deploy: what is stored follows the compiler. '
'What has become invalid stays as it is, and the error of a rule is logged.';
