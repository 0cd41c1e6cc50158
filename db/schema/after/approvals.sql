CREATE OR REPLACE TRIGGER person_65_drop_votes AFTER UPDATE OF is_active, role ON helpdesk.person
    FOR EACH ROW WHEN (
        OLD.is_active AND NOT NEW.is_active OR OLD.role <> 'customer' AND NEW.role = 'customer'
    ) EXECUTE FUNCTION helpdesk.tg_person__drop_votes();

CREATE OR REPLACE TRIGGER ticket_70_withdraw_approvals AFTER UPDATE OF status, deleted_at ON helpdesk.ticket
    FOR EACH ROW WHEN (
        NEW.merged_into_id IS NULL AND (
            OLD.resolved_at IS NULL AND NEW.resolved_at IS NOT NULL
            OR OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL
        )
    ) EXECUTE FUNCTION helpdesk.tg_ticket__withdraw_approvals();

CREATE OR REPLACE TRIGGER approval_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.approval
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('approval_id');
CREATE OR REPLACE TRIGGER approval_vote_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.approval_vote
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('approval_vote_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD175', 409, 'the approval does not wait for that any more', 'See /rest/approvals.'),
    ('PD176', 422, 'these people cannot be asked for the approval', 'Name others; see /rest/people.'),
    ('PD177', 409, 'nothing is to be approved on a ticket that is solved or closed', 'Reopen it first.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('approvals.ask', 'Ask people to approve something of a ticket.'),
    ('approvals.decide', 'Approve or decline what one is asked to.'),
    ('approvals.withdraw', 'Withdraw approvals for which others asked.'),
    ('approvals.override', 'Solve and close tickets that wait for an approval.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (
    SELECT unnest(p.roles) AS role, p.permission
    FROM (VALUES
        ('approvals.ask', ARRAY['agent', 'admin']),
        ('approvals.decide', ARRAY['customer', 'light_agent', 'agent', 'admin']),
        ('approvals.withdraw', ARRAY['admin']),
        ('approvals.override', ARRAY['admin'])
    ) AS p (permission, roles)
) AS d;

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('approval_by_asker', 'bool', 'false', NULL, 'Whether who asks for an approval may be one of those who decide.'),
    ('approval_by_requester', 'bool', 'true', NULL,
        'Whether the requester of a ticket may be one of those who decide.'),
    ('approval_remind_hours', 'int', '24', '{"min": 0, "max": 8760}',
        'Hours before an approval is due at which those who have not decided are reminded; 0: they are not.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('sweep_approvals', '* * * * *', 'helpdesk.sweep_approvals()',
        'Ends approvals that are due, and reminds those who have not decided.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('approval_requested', false, '%2$s asks for your approval on %1$s', 'People were asked to approve something.'),
    ('approval_reminded', false, 'Your approval on %1$s is still awaited', 'Those who have not decided were reminded.'),
    ('approval_delegated', false, '%2$s asks you to decide on %1$s in their place',
        'Somebody who was asked lets somebody else decide.'),
    ('approval_decided', false, NULL, 'Somebody approved or declined; vote: which.'),
    ('approval_ended', false, 'The approval on %1$s: %3$s',
        'An approval ended; outcome: approved, declined, expired or withdrawn. Workflows may go on from it.')
) AS d (kind, is_public, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('approval_state', 'choice',
        '(SELECT a.state FROM helpdesk.approval AS a WHERE a.ticket_id = v.ticket_id ORDER BY a.approval_id DESC '
        'LIMIT 1)',
        'coalesce(x.event #>> ''{payload,outcome}'', (SELECT a.state FROM helpdesk.approval AS a WHERE a.ticket_id = '
        'v.ticket_id ORDER BY a.approval_id DESC LIMIT 1))',
        '{pending,approved,declined,expired,withdrawn}'::text[], false,
        'What became of the last approval asked on it; in workflows and webhooks on approval_ended of that one.'),
    ('waits_for_my_approval', 'bool',
        'v.ticket_id = ANY (ARRAY(SELECT a.ticket_id FROM helpdesk.approval_vote AS d JOIN helpdesk.approval AS a '
        'USING (approval_id) WHERE d.person_id = (SELECT helpdesk.me()) AND d.state = ''pending''))',
        NULL, NULL, true, 'Whether the caller was asked for an approval and has not decided.')
) AS d (field, value_type, expression, event_expression, allowed, needs_caller, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.rule_action', jsonb_agg(d)) FROM (VALUES
    ('ask_approval', 'approval', '{escalation,automation,workflow,button,macro,bulk}'::text[],
        'Ask people for an approval: {"question": placeholders allowed, "people": as in notify, and requester, '
        '"needed", "is_required", "due_in", "state_when_due"}; what is asked and pending is not asked again.')
) AS d (action, value_shape, rule_kinds, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('approval', true, '{ticket,notice,approval}'::text[], 'Somebody is asked, or reminded, to approve something.')
) AS d (kind, is_automatic, speaks_of, description);
