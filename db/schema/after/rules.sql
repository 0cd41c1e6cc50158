CREATE OR REPLACE TRIGGER event_80_start_workflows AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__start_workflows();

CREATE OR REPLACE TRIGGER rule_action_05_keep_declared BEFORE DELETE OR UPDATE OF action ON helpdesk.rule_action
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER rule_action_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.rule_action
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('action');

CREATE OR REPLACE TRIGGER rule_01_refuse_chosen_key BEFORE INSERT ON helpdesk.rule
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.rule_id, 'helpdesk.rule_rule_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('rule_id');
CREATE OR REPLACE TRIGGER rule_01_refuse_changed_key BEFORE UPDATE OF rule_id ON helpdesk.rule
    FOR EACH ROW WHEN (NEW.rule_id IS DISTINCT FROM OLD.rule_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('rule_id');
CREATE OR REPLACE TRIGGER rule_10_prepare BEFORE INSERT OR
    UPDATE OF kind, name, is_active, trigger_kind, is_manual, conditions, actions, owner_id, is_shared ON helpdesk.rule
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_rule__prepare();
CREATE OR REPLACE TRIGGER rule_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.rule
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('rule_id');

CREATE OR REPLACE TRIGGER tag_60_keep_choice AFTER UPDATE OF name OR DELETE ON helpdesk.tag
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('name');
CREATE OR REPLACE TRIGGER webhook_60_keep_choice AFTER UPDATE OF name OR DELETE ON helpdesk.webhook
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('name');
CREATE OR REPLACE TRIGGER status_60_keep_choice AFTER UPDATE OF status, is_active OR DELETE ON helpdesk.status
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('status');
CREATE OR REPLACE TRIGGER priority_60_keep_choice AFTER UPDATE OF priority OR DELETE ON helpdesk.priority
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('priority');
CREATE OR REPLACE TRIGGER ticket_type_60_keep_choice AFTER UPDATE OF ticket_type OR DELETE ON helpdesk.ticket_type
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('ticket_type');
CREATE OR REPLACE TRIGGER channel_60_keep_choice AFTER UPDATE OF channel OR DELETE ON helpdesk.channel
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('channel');
CREATE OR REPLACE TRIGGER department_60_keep_choice AFTER DELETE ON helpdesk.department
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('department_id');
CREATE OR REPLACE TRIGGER department_61_keep_slug AFTER UPDATE OF slug, is_active OR DELETE ON helpdesk.department
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('slug');
CREATE OR REPLACE TRIGGER organisation_60_keep_choice AFTER DELETE ON helpdesk.organisation
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('organisation_id');
CREATE OR REPLACE TRIGGER person_60_keep_choice AFTER DELETE ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('person_id');
CREATE OR REPLACE TRIGGER agent_60_keep_choice AFTER DELETE ON helpdesk.agent
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('person_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('evaluate_escalations', '*/5 * * * *', 'helpdesk.sweep_rules(''escalation'')',
        'Runs the escalation rules over unsolved tickets.'),
    ('run_automations', '*/10 * * * *', 'helpdesk.sweep_rules(''automation'')',
        'Runs the automations over unclosed tickets.'),
    ('run_workflows', '* * * * *', 'helpdesk.run_workflows()',
        'Runs workflows that are due after a delay, or that no worker has taken.'),
    ('purge_rule_errors', '55 4 * * *', 'helpdesk.purge_rule_errors(coalesce($1, 90))',
        'Deletes errors of rules that are older than 90 days.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.rule_action', jsonb_agg(d)) FROM (VALUES
    ('set_status', 'value', 'status.status', '{escalation,automation,workflow,button,macro,bulk}',
        'Change the status.'),
    ('resolve', 'none', NULL, '{escalation,automation,workflow,button,macro,bulk}', 'Change the status to resolved.'),
    ('close', 'none', NULL, '{escalation,automation,workflow,button,macro,bulk}', 'Change the status to closed.'),
    ('reopen', 'none', NULL, '{escalation,automation,workflow,button,macro,bulk}', 'Change the status to reopened.'),
    ('set_priority', 'value', 'priority.priority', '{escalation,automation,workflow,button,macro,bulk}',
        'Change the priority.'),
    ('set_type', 'value', 'ticket_type.ticket_type', '{escalation,automation,workflow,button,macro,bulk}',
        'Change the type.'),
    ('assign', 'optional', 'agent.person_id', '{escalation,automation,workflow,button,macro,bulk}',
        'Assign to a person, to @me (buttons, macros, bulk), or null: to nobody.'),
    ('unassign', 'none', NULL, '{escalation,automation,workflow,button,macro,bulk}', 'Take from the assignee.'),
    ('set_department', 'optional', 'department.department_id', '{escalation,automation,workflow,button,macro,bulk}',
        'Move to a department, or null: to none.'),
    ('add_tags', 'names', 'tag.name', '{escalation,automation,workflow,button,macro,bulk}', 'Add tags by name.'),
    ('remove_tags', 'names', 'tag.name', '{escalation,automation,workflow,button,macro,bulk}', 'Remove tags by name.'),
    ('set_tags', 'all names', 'tag.name', '{escalation,automation,workflow,button,macro,bulk}',
        'Leave just these tags, by name; []: none.'),
    ('add_note', 'text', NULL, '{escalation,automation,workflow,button,macro}',
        'Write an internal note; placeholders allowed.'),
    ('reply', 'text', NULL, '{automation,workflow,button,macro}',
        'Write a public reply; placeholders allowed. Rules that run by themselves answer no automatic mail, no spam, '
        'and a ticket at most rules.max_replies_per_day times.'),
    ('notify', 'people', NULL, '{escalation,automation,workflow,button}',
        'Notify people: ids, assignee, followers, department, role:admin, role:agent.'),
    ('follow', 'people', NULL, '{escalation,automation,workflow,button,macro}', 'Let staff follow the ticket.'),
    ('delete', 'none', NULL, '{bulk}', 'Delete the ticket.'),
    ('delay', 'duration', NULL, '{workflow}', 'Go on after a duration.')
) AS d (action, value_shape, choices, rule_kinds, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD402', 422, 'an action is wrong',
        'Correct the part of the actions that the message names; see /rest/rule_actions.'),
    ('PD406', 409, 'it is used by a rule, view, webhook, SLA policy, custom field or setting',
        'Change what the message names first, or rename instead: that is followed.'),
    ('PD403', 409, 'the macro can no longer be undone', 'Change the ticket by hand.'),
    ('PD407', 409, 'rules do not do that by themselves, or not so often',
        'See what fires it; act by hand, or by a macro.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('rules.max_depth', 'int', '5', '{"min": 1, "max": 20}',
        'How many rules may set each other off in a row, and how often each of them.'),
    ('rules.max_firings_per_day', 'int', '10', '{"min": 1, "max": 1000}',
        'How often a rule may fire on one ticket within 24 hours.'),
    ('rules.max_replies_per_day', 'int', '3', '{"min": 1, "max": 100}',
        'How many public replies rules may write on one ticket within 24 hours, without a person asking for them.'),
    ('rules.failures_allowed', 'int', '5', '{"min": 1, "max": 1000}',
        'Errors in a row after which a rule is switched off.'),
    ('macro_undo_within_minutes', 'int', '10', '{"min": 0, "max": 1440}', 'How long a macro can be undone.'),
    ('bulk_reply_undo_seconds', 'int', '60', '{"min": 0, "max": 3600}',
        'How long replies to many tickets are held back before they are mailed, so that they can be undone.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('rules.edit', 'Change escalation rules, automations, workflows, shared macros, canned replies and views.'),
    ('macros.use', 'Apply macros and write one''s own.'),
    ('tickets.bulk', 'Change many tickets at once.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (
    SELECT unnest(p.roles) AS role, p.permission
    FROM (VALUES
        ('rules.edit', ARRAY['admin']),
        ('macros.use', ARRAY['agent', 'admin']),
        ('tickets.bulk', ARRAY['agent', 'admin'])
    ) AS p (permission, roles)
) AS d;

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('rule_notified', false, 'A rule points you to %1$s', 'A rule notified people.'),
    ('macro_applied', false, NULL, 'A macro or button did what the events before this one say.'),
    ('macro_undone', false, NULL, 'A macro was taken back.'),
    ('rule_disabled', false, NULL,
        'A rule failed repeatedly and was switched off; to administrators, without a ticket.')
) AS d (kind, is_public, notice_title, description);
