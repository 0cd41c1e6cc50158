CREATE OR REPLACE TRIGGER event_80_start_workflows AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__start_workflows();

CREATE OR REPLACE TRIGGER rule_action_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.rule_action
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('action');

CREATE OR REPLACE TRIGGER rule_10_prepare BEFORE INSERT OR
    UPDATE OF kind, name, is_active, trigger_kind, is_manual, conditions, actions, owner_id, is_shared ON helpdesk.rule
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_rule__prepare();
CREATE OR REPLACE TRIGGER rule_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.rule
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('rule_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('evaluate_escalations', '*/5 * * * *', 'helpdesk.sweep_rules(''escalation'')',
        'Runs the escalation rules over unsolved tickets.'),
    ('run_automations', '*/10 * * * *', 'helpdesk.sweep_rules(''automation'')',
        'Runs the automations over unclosed tickets.'),
    ('run_workflows', '* * * * *', 'helpdesk.run_workflows()',
        'Runs workflows that are due after a delay, or that no worker has taken.')
) AS d (name, cron, call, description);
