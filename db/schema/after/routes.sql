CREATE OR REPLACE TRIGGER route_alias_01_refuse_chosen_key BEFORE INSERT ON helpdesk.route_alias
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.route_alias_id, 'helpdesk.route_alias_route_alias_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('route_alias_id');
CREATE OR REPLACE TRIGGER route_alias_01_refuse_changed_key BEFORE UPDATE OF route_alias_id ON helpdesk.route_alias
    FOR EACH ROW WHEN (NEW.route_alias_id IS DISTINCT FROM OLD.route_alias_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('route_alias_id');
CREATE OR REPLACE TRIGGER route_alias_10_check BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.route_alias
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_route_alias__check();
CREATE OR REPLACE TRIGGER route_alias_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.route_alias
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('route_alias_id');

SELECT pgdesk_deploy.declare_rows(
    'helpdesk.route_alias', jsonb_agg(to_jsonb(d) || '{"is_shipped": true}'), p_key => '{method,path}'
) FROM (VALUES
    ('POST', '/api/tickets/{ticket}/escalate', 'rpc/seed_escalate',
        '{"ticket_id": "{path.ticket}", "staff_ids": "{body.staffIds}", "message": "{body.message}", "requested_by": '
        '"{body.requestedBy}"}', 200, 'Ask colleagues for help on a ticket.'),
    ('GET', '/api/mentions/escalations', 'rpc/seed_escalations',
        '{"staff_id": "{query.staffId}", "is_addressed": "{query.isAddressed}", "max_rows": "{query.limit}", '
        '"skip_rows": "{query.offset}"}', 200, 'Requests for help that were sent to a member of staff.')
) AS d (method, path, target, arguments, status, description);

SELECT pgdesk_deploy.declare_rows(
    'helpdesk.route_alias', jsonb_agg(to_jsonb(d) || '{"is_shipped": true}'), p_key => '{method,path}'
) FROM (VALUES
    ('GET', '/support', 'tickets', '{"order": "updated_at.desc,ticket_id.desc", "limit": "50", "*": "query"}', 200,
        false, 'The caller''s tickets'),
    ('GET', '/support/tickets', 'tickets', '{"order": "updated_at.desc,ticket_id.desc", "limit": "50", "*": "query"}',
        200, false, 'The caller''s tickets'),
    ('POST', '/support/tickets', 'rpc/create_ticket', '{"*": "body"}', 201, false, 'Open a ticket'),
    ('GET', '/support/tickets/{ticket}', 'tickets',
        '{"ticket_id": "eq.{path.ticket}", "select": "*,messages(*),events(*),ticket_tags(tags(name,color))"}', 200,
        true, 'One ticket with its thread'),
    ('POST', '/support/tickets/{ticket}/reply', 'rpc/reply', '{"*": "body", "ticket_id": "{path.ticket}"}', 200, false,
        'Reply'),
    ('POST', '/support/tickets/{ticket}/close', 'rpc/close_ticket', '{"*": "body", "ticket_id": "{path.ticket}"}', 200,
        false, 'Close a ticket'),
    ('POST', '/support/tickets/{ticket}/reopen', 'rpc/reopen_ticket', '{"*": "body", "ticket_id": "{path.ticket}"}',
        200, false, 'Reopen a ticket'),
    ('POST', '/support/{ticket}/rate', 'rpc/rate_ticket', '{"*": "body", "ticket_id": "{path.ticket}"}', 200, false,
        'Rate a resolved ticket'),
    ('GET', '/support/agent', 'rpc/agent_dashboard', '{}', 200, false, 'The agent''s dashboard'),
    ('GET', '/support/agent/tickets', 'tickets',
        '{"order": "updated_at.desc,ticket_id.desc", "limit": "50", "*": "query"}', 200, false,
        'The queue; filters as in /rest/tickets'),
    ('GET', '/support/agent/tickets/dashboard', 'rpc/agent_dashboard', '{}', 200, false, 'The agent''s dashboard'),
    ('POST', '/support/agent/tickets/bulk', 'rpc/change_tickets',
        '{"ticket_ids": "{body.ticket_ids}", "actions": "{body.actions}"}', 200, false, 'Change many tickets'),
    ('GET', '/support/agent/tickets/{ticket}', 'tickets',
        '{"ticket_id": "eq.{path.ticket}", "select": "*,messages(*),events(*),ticket_tags(tags(name,color))"}', 200,
        true, 'One ticket with its thread'),
    ('POST', '/support/agent/tickets/{ticket}/reply', 'rpc/reply', '{"*": "body", "ticket_id": "{path.ticket}"}', 200,
        false, 'Reply'),
    ('POST', '/support/agent/tickets/{ticket}/note', 'rpc/add_note', '{"*": "body", "ticket_id": "{path.ticket}"}', 200,
        false, 'Write an internal note'),
    ('POST', '/support/agent/tickets/{ticket}/assign', 'rpc/assign_ticket',
        '{"*": "body", "ticket_id": "{path.ticket}"}', 200, false, 'Assign'),
    ('POST', '/support/agent/tickets/{ticket}/status', 'rpc/set_status', '{"*": "body", "ticket_id": "{path.ticket}"}',
        200, false, 'Change the status'),
    ('POST', '/support/agent/tickets/{ticket}/priority', 'rpc/set_priority',
        '{"*": "body", "ticket_id": "{path.ticket}"}', 200, false, 'Change the priority'),
    ('POST', '/support/agent/tickets/{ticket}/macro', 'rpc/apply_macro',
        '{"ticket_id": "{path.ticket}", "rule_id": "{body.macro_id}"}', 200, false, 'Apply a macro'),
    ('POST', '/support/agent/tickets/{ticket}/follow', 'rpc/toggle_follow', '{"ticket_id": "{path.ticket}"}', 200,
        false, 'Follow, or stop following'),
    ('POST', '/support/agent/tickets/{ticket}/presence', 'rpc/share_presence',
        '{"*": "body", "ticket_id": "{path.ticket}"}', 200, false,
        'Say that the caller looks at the ticket; who else does'),
    ('POST', '/support/agent/tickets/{ticket}/pin/{reply}', 'rpc/toggle_pin',
        '{"ticket_id": "{path.ticket}", "message_id": "{path.reply}"}', 200, false, 'Pin or unpin an internal note'),
    ('GET', '/support/admin/departments', 'departments', '{"order": "name", "limit": "100", "*": "query"}', 200, false,
        'Departments'),
    ('POST', '/support/admin/departments', 'departments', '{"*": "body"}', 201, true, 'Add to: Departments'),
    ('GET', '/support/admin/skills', 'skills', '{"order": "name", "limit": "100", "*": "query"}', 200, false, 'Skills'),
    ('POST', '/support/admin/skills', 'skills', '{"*": "body"}', 201, true, 'Add to: Skills'),
    ('GET', '/support/admin/custom-fields', 'custom_fields',
        '{"order": "object,position", "limit": "100", "*": "query"}', 200, false, 'Custom fields'),
    ('POST', '/support/admin/custom-fields', 'rpc/add_custom_field', '{"*": "body"}', 201, false, 'Add a custom field'),
    ('GET', '/support/admin/tags', 'tags', '{"order": "name", "limit": "100", "*": "query"}', 200, false, 'Tags'),
    ('POST', '/support/admin/tags', 'tags', '{"*": "body"}', 201, true, 'Add to: Tags'),
    ('GET', '/support/admin/sla-policies', 'sla_policies',
        '{"order": "position,sla_policy_id", "limit": "100", "*": "query"}', 200, false, 'SLA policies'),
    ('POST', '/support/admin/sla-policies', 'sla_policies', '{"*": "body"}', 201, true, 'Add to: SLA policies'),
    ('GET', '/support/admin/escalation-rules', 'escalation_rules',
        '{"order": "position,rule_id", "limit": "100", "*": "query"}', 200, false, 'Escalation rules'),
    ('POST', '/support/admin/escalation-rules', 'escalation_rules', '{"*": "body"}', 201, true,
        'Add to: Escalation rules'),
    ('GET', '/support/admin/webhooks', 'webhooks', '{"order": "name", "limit": "100", "*": "query"}', 200, false,
        'Webhooks'),
    ('POST', '/support/admin/webhooks', 'webhooks', '{"*": "body"}', 201, true, 'Add to: Webhooks'),
    ('GET', '/support/admin/api-tokens', 'api_tokens', '{"order": "api_token_id", "limit": "100", "*": "query"}', 200,
        false, 'API tokens'),
    ('GET', '/support/admin/canned-responses', 'canned_replies', '{"order": "title", "limit": "100", "*": "query"}',
        200, false, 'Canned replies'),
    ('POST', '/support/admin/canned-responses', 'canned_replies', '{"*": "body"}', 201, true, 'Add to: Canned replies'),
    ('GET', '/support/admin/macros', 'macros', '{"order": "position,rule_id", "limit": "100", "*": "query"}', 200,
        false, 'Macros'),
    ('POST', '/support/admin/macros', 'macros', '{"*": "body"}', 201, true, 'Add to: Macros'),
    ('GET', '/support/admin/automations', 'automations', '{"order": "position,rule_id", "limit": "100", "*": "query"}',
        200, false, 'Automations'),
    ('POST', '/support/admin/automations', 'automations', '{"*": "body"}', 201, true, 'Add to: Automations'),
    ('GET', '/support/admin/business-hours', 'calendars', '{"order": "name", "limit": "100", "*": "query"}', 200, false,
        'Calendars'),
    ('POST', '/support/admin/business-hours', 'calendars', '{"*": "body"}', 201, true, 'Add to: Calendars'),
    ('GET', '/support/admin/roles', 'role_permissions', '{"order": "role,permission", "limit": "1000", "*": "query"}',
        200, false, 'Roles and their permissions'),
    ('POST', '/support/admin/roles', 'role_permissions', '{"*": "body"}', 201, true,
        'Add to: Roles and their permissions'),
    ('GET', '/support/admin/audit-logs', 'audit_log', '{"order": "change_id.desc", "limit": "100", "*": "query"}', 200,
        false, 'The audit log'),
    ('GET', '/support/admin/settings', 'settings', '{"order": "key", "limit": "1000", "*": "query"}', 200, false,
        'Settings'),
    ('POST', '/support/admin/settings', 'rpc/set_setting', '{"key": "{body.key}", "value": "{body.value}"}', 200, false,
        'Change a setting'),
    ('POST', '/support/admin/tickets/{ticket}/merge', 'rpc/merge_tickets',
        '{"ticket_ids": "{{path.ticket}}", "into_id": "{body.into_id}"}', 200, false, 'Merge into another ticket'),
    ('POST', '/support/admin/tickets/{ticket}/split', 'rpc/split_ticket',
        '{"ticket_id": "{path.ticket}", "message_id": "{body.message_id}", "subject": "{body.subject}"}', 200, false,
        'Split a message into a new ticket'),
    ('POST', '/support/admin/tickets/{ticket}/snooze', 'rpc/snooze_ticket',
        '{"*": "body", "ticket_id": "{path.ticket}"}', 200, false, 'Snooze'),
    ('POST', '/support/admin/tickets/{ticket}/link', 'rpc/link_tickets', '{"*": "body", "from_id": "{path.ticket}"}',
        200, false, 'Link to another ticket'),
    ('GET', '/support/create', 'rpc/ticket_form', '{}', 200, false, 'What the form for a new ticket offers'),
    ('GET', '/support/tickets/create', 'rpc/ticket_form', '{}', 200, false, 'What the form for a new ticket offers'),
    ('POST', '/support/tickets/create', 'rpc/create_ticket', '{"*": "body"}', 201, false, 'Open a ticket'),
    ('GET', '/support/admin/reports', 'rpc/desk_report', '{"*": "query"}', 200, false, 'The desk''s figures'),
    ('GET', '/support/{ticket}', 'tickets', '{"ticket_id": "eq.{path.ticket}", "select": "*,messages(*)"}', 200, true,
        'One ticket with its thread')
) AS d (method, path, target, arguments, status, is_single, description);

SELECT pgdesk_deploy.declare_rows(
    'helpdesk.route_alias', jsonb_agg(to_jsonb(d) || '{"is_shipped": true, "is_embeddable": true}'),
    p_key => '{method,path}'
) FROM (VALUES
    ('GET', '/support/widget/challenge', 'rpc/new_challenge', '{}', 200, false,
        'Work to do before a ticket is opened'),
    ('GET', '/support/widget/branding', 'rpc/branding', '{}', 200, false, 'How the desk''s pages look'),
    ('GET', '/support/widget/kb/suggestions', 'rpc/suggest_articles',
        '{"text": "{query.text}", "language": "{query.language}", "max_results": "{query.limit}"}', 200, false,
        'Articles that may answer what somebody is about to send'),
    ('GET', '/support/widget/kb/search', 'rpc/search_articles',
        '{"query": "{query.q}", "language": "{query.language}", "category_id": "{query.category_id}", "max_results": '
        '"{query.limit}"}', 200, false, 'Articles that everybody may read, by words'),
    ('POST', '/support/widget/kb/articles/{article}/feedback', 'rpc/rate_article',
        '{"article_id": "{path.article}", "is_helpful": "{body.is_helpful}", "comment": "{body.comment}", '
        '"language": "{body.language}", "reader": "{body.reader}"}', 204, false, 'Say whether an article helped'),
    ('GET', '/support/widget/forms', 'rpc/offered_forms', '{}', 200, false,
        'Forms that everybody may use, with what they ask for'),
    ('POST', '/support/widget/tickets', 'rpc/create_ticket',
        '{"form": "{body.form}", "subject": "{body.subject}", "description": "{body.description}", '
        '"requester_email": "{body.email}", "requester_name": "{body.name}", "ticket_type": "{body.ticket_type}", '
        '"department_id": "{body.department_id}", "custom_fields": "{body.custom_fields}", '
        '"language": "{body.language}", "website": "{body.website}", "challenge": "{body.challenge}", '
        '"idempotency_key": "{body.idempotency_key}", "channel": "widget"}', 201, false,
        'Open a ticket; the link to it is mailed'),
    ('GET', '/support/widget/tickets/{token}', 'tickets',
        '{"ticket_id": "eq.{path.ticket}", "select": "reference,subject,description,status,status_category,created_at,'
        'updated_at,resolved_at,requester_id,requester_name,messages(message_id,author_id,author_name,body,'
        'created_at),ratings(rating,comment,created_at)", "messages.order": "message_id"}', 200, true,
        'The ticket of a link with its thread'),
    ('POST', '/support/widget/tickets/{token}/reply', 'rpc/reply',
        '{"ticket_id": "{path.ticket}", "body": "{body.body}", "idempotency_key": "{body.idempotency_key}"}', 200,
        false, 'Reply'),
    ('POST', '/support/widget/tickets/{token}/close', 'rpc/close_ticket', '{"ticket_id": "{path.ticket}"}', 200, false,
        'Close the ticket'),
    ('POST', '/support/widget/tickets/{token}/reopen', 'rpc/reopen_ticket', '{"ticket_id": "{path.ticket}"}', 200,
        false, 'Reopen the ticket'),
    ('POST', '/support/widget/tickets/{token}/rate', 'rpc/rate_ticket',
        '{"ticket_id": "{path.ticket}", "rating": "{body.rating}", "comment": "{body.comment}"}', 200, false,
        'Rate the resolved ticket')
) AS d (method, path, target, arguments, status, is_single, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('route_prefix', 'text', '"support"', '{"pattern": "^[a-z0-9_-]+$"}', 'First path segment of the web pages.')
) AS d (key, value_type, default_value, allowed, description);
