CREATE OR REPLACE FUNCTION helpdesk.note_rule_failure(p_rule_id bigint, p_error text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_rule helpdesk.rule;
BEGIN
    INSERT INTO helpdesk.rule_error (rule_id, error) VALUES (p_rule_id, left(p_error, 2000));
    UPDATE helpdesk.rule AS r
    SET failures = r.failures + 1, is_active = r.failures + 1 < helpdesk.setting_int('rules.failures_allowed')
    WHERE r.rule_id = p_rule_id AND r.is_active
    RETURNING * INTO v_rule;
    IF NOT v_rule.is_active THEN
        INSERT INTO helpdesk.notification (person_id, kind, title, body)
        SELECT p.person_id, 'rule_disabled', format('Rule %s was switched off', v_rule.name), left(p_error, 500)
        FROM helpdesk.person AS p
        WHERE p.role = 'admin' AND p.is_active;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.note_rule_failure IS
'Logs and counts an error of a rule; at rules.failures_allowed in a row switches it off and tells the administrators.';
