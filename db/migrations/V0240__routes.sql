CREATE TABLE helpdesk.route_alias (
    route_alias_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT route_alias_pkey PRIMARY KEY,
    method text NOT NULL,
    path text NOT NULL,
    target text NOT NULL,
    arguments jsonb NOT NULL DEFAULT '{}',
    status int NOT NULL DEFAULT 200,
    is_single boolean NOT NULL DEFAULT false,
    description text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    CONSTRAINT route_alias_method_and_path_key UNIQUE (method, path),
    CONSTRAINT route_alias_method_is_known CHECK (method IN ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')),
    CONSTRAINT route_alias_path_is_absolute CHECK (path ~ '^(/([A-Za-z0-9._-]+|\{[A-Za-z][A-Za-z0-9_]*\}))+$'),
    CONSTRAINT route_alias_target_is_function_or_view CHECK (target ~ '^(rpc/)?[a-z][a-z0-9_]*$'),
    CONSTRAINT route_alias_arguments_is_object CHECK (jsonb_typeof(arguments) = 'object'),
    CONSTRAINT route_alias_status_is_success CHECK (status BETWEEN 200 AND 299)
);
COMMENT ON TABLE helpdesk.route_alias IS
    'Routes outside /rest that forward to the generated API with the caller''s own token.';
COMMENT ON COLUMN helpdesk.route_alias.route_alias_id IS 'Key.';
COMMENT ON COLUMN helpdesk.route_alias.method IS 'GET, POST, PUT, PATCH or DELETE.';
COMMENT ON COLUMN helpdesk.route_alias.path IS 'Segments; {name} stands for one segment.';
COMMENT ON COLUMN helpdesk.route_alias.target IS
    'rpc/<function>, called with the arguments as query (GET) or body, or a view, read (GET) or inserted into.';
COMMENT ON COLUMN helpdesk.route_alias.arguments IS
    'Name of the target''s argument: its value, a text in which {path.<name>}, {query.<name>} and {body.<name>} are '
    'filled in; "*": query or body, all that was given.';
COMMENT ON COLUMN helpdesk.route_alias.status IS 'HTTP status of success.';
COMMENT ON COLUMN helpdesk.route_alias.is_single IS 'The answer is one object; 404 where there is none.';
COMMENT ON COLUMN helpdesk.route_alias.description IS 'What the route does.';
COMMENT ON COLUMN helpdesk.route_alias.is_active IS 'Whether the route answers.';

INSERT INTO helpdesk.route_alias (method, path, target, arguments, status, description) VALUES
    ('POST', '/api/tickets/{id}/escalate', 'rpc/seed_escalate',
        '{"ticket_id": "{path.id}", "staff_ids": "{body.staffIds}", "message": "{body.message}", "requested_by": '
        '"{body.requestedBy}"}', 200, 'Ask colleagues for help on a ticket.'),
    ('GET', '/api/mentions/escalations', 'rpc/seed_escalations', '{"staff_id": "{query.staffId}"}', 200,
        'Requests for help that were sent to a member of staff.');
INSERT INTO helpdesk.route_alias (method, path, target, arguments, status, is_single, description) VALUES
    ('GET', '/support', 'tickets', '{"order": "updated_at.desc", "*": "query"}', 200, false, 'The caller''s tickets'),
    ('GET', '/support/tickets', 'tickets', '{"order": "updated_at.desc", "*": "query"}', 200, false,
        'The caller''s tickets'),
    ('POST', '/support/tickets', 'rpc/create_ticket', '{"*": "body"}', 201, false, 'Open a ticket'),
    ('GET', '/support/tickets/{id}', 'tickets',
        '{"ticket_id": "eq.{path.id}", "select": "*,messages(*),events(*),ticket_tags(tags(name,color))"}', 200, true,
        'One ticket with its thread'),
    ('POST', '/support/tickets/{id}/reply', 'rpc/reply', '{"ticket_id": "{path.id}", "body": "{body.body}"}', 200,
        false, 'Reply'),
    ('POST', '/support/tickets/{id}/close', 'rpc/close_ticket', '{"ticket_id": "{path.id}"}', 200, false,
        'Close a ticket'),
    ('POST', '/support/tickets/{id}/reopen', 'rpc/reopen_ticket', '{"ticket_id": "{path.id}"}', 200, false,
        'Reopen a ticket'),
    ('POST', '/support/{ticket}/rate', 'rpc/rate_ticket', '{"*": "body", "reference": "{path.ticket}"}', 200, false,
        'Rate a resolved ticket'),
    ('GET', '/support/agent', 'rpc/agent_dashboard', '{}', 200, false, 'The agent''s dashboard'),
    ('GET', '/support/agent/tickets', 'tickets', '{"order": "updated_at.desc", "*": "query"}', 200, false,
        'The queue; filters as in /rest/tickets'),
    ('GET', '/support/agent/tickets/dashboard', 'rpc/agent_dashboard', '{}', 200, false, 'The agent''s dashboard'),
    ('POST', '/support/agent/tickets/bulk', 'rpc/change_tickets',
        '{"ticket_ids": "{body.ticket_ids}", "actions": "{body.actions}"}', 200, false, 'Change many tickets'),
    ('GET', '/support/agent/tickets/{id}', 'tickets',
        '{"ticket_id": "eq.{path.id}", "select": "*,messages(*),events(*),ticket_tags(tags(name,color))"}', 200, true,
        'One ticket with its thread'),
    ('POST', '/support/agent/tickets/{id}/reply', 'rpc/reply', '{"*": "body", "ticket_id": "{path.id}"}', 200, false,
        'Reply'),
    ('POST', '/support/agent/tickets/{id}/note', 'rpc/add_note', '{"*": "body", "ticket_id": "{path.id}"}', 200, false,
        'Write an internal note'),
    ('POST', '/support/agent/tickets/{id}/assign', 'rpc/assign_ticket',
        '{"ticket_id": "{path.id}", "assignee_id": "{body.assignee_id}"}', 200, false, 'Assign'),
    ('POST', '/support/agent/tickets/{id}/status', 'rpc/set_status',
        '{"ticket_id": "{path.id}", "status": "{body.status}"}', 200, false, 'Change the status'),
    ('POST', '/support/agent/tickets/{id}/priority', 'rpc/set_priority',
        '{"ticket_id": "{path.id}", "priority": "{body.priority}"}', 200, false, 'Change the priority'),
    ('POST', '/support/agent/tickets/{id}/macro', 'rpc/apply_macro',
        '{"ticket_id": "{path.id}", "rule_id": "{body.macro_id}"}', 200, false, 'Apply a macro'),
    ('POST', '/support/agent/tickets/{id}/follow', 'rpc/toggle_follow', '{"ticket_id": "{path.id}"}', 200, false,
        'Follow, or stop following'),
    ('POST', '/support/agent/tickets/{id}/presence', 'rpc/share_presence', '{"*": "body", "ticket_id": "{path.id}"}',
        200, false, 'Say that the caller looks at the ticket; who else does'),
    ('POST', '/support/agent/tickets/{id}/pin/{reply}', 'rpc/toggle_pin', '{"message_id": "{path.reply}"}', 200, false,
        'Pin or unpin an internal note'),
    ('GET', '/support/admin/departments', 'departments', '{"*": "query"}', 200, false, 'Departments'),
    ('POST', '/support/admin/departments', 'departments', '{"*": "body"}', 201, true, 'Add to: Departments'),
    ('GET', '/support/admin/skills', 'skills', '{"*": "query"}', 200, false, 'Skills'),
    ('POST', '/support/admin/skills', 'skills', '{"*": "body"}', 201, true, 'Add to: Skills'),
    ('GET', '/support/admin/custom-fields', 'custom_fields', '{"order": "object,position", "*": "query"}', 200, false,
        'Custom fields'),
    ('POST', '/support/admin/custom-fields', 'rpc/add_custom_field', '{"*": "body"}', 201, false, 'Add a custom field'),
    ('GET', '/support/admin/tags', 'tags', '{"*": "query"}', 200, false, 'Tags'),
    ('POST', '/support/admin/tags', 'tags', '{"*": "body"}', 201, true, 'Add to: Tags'),
    ('GET', '/support/admin/sla-policies', 'sla_policies', '{"*": "query"}', 200, false, 'SLA policies'),
    ('POST', '/support/admin/sla-policies', 'sla_policies', '{"*": "body"}', 201, true, 'Add to: SLA policies'),
    ('GET', '/support/admin/escalation-rules', 'escalation_rules', '{"*": "query"}', 200, false, 'Escalation rules'),
    ('POST', '/support/admin/escalation-rules', 'escalation_rules', '{"*": "body"}', 201, true,
        'Add to: Escalation rules'),
    ('GET', '/support/admin/webhooks', 'webhooks', '{"*": "query"}', 200, false, 'Webhooks'),
    ('POST', '/support/admin/webhooks', 'webhooks', '{"*": "body"}', 201, true, 'Add to: Webhooks'),
    ('GET', '/support/admin/canned-responses', 'canned_replies', '{"*": "query"}', 200, false, 'Canned replies'),
    ('POST', '/support/admin/canned-responses', 'canned_replies', '{"*": "body"}', 201, true, 'Add to: Canned replies'),
    ('GET', '/support/admin/macros', 'macros', '{"*": "query"}', 200, false, 'Macros'),
    ('POST', '/support/admin/macros', 'macros', '{"*": "body"}', 201, true, 'Add to: Macros'),
    ('GET', '/support/admin/automations', 'automations', '{"*": "query"}', 200, false, 'Automations'),
    ('POST', '/support/admin/automations', 'automations', '{"*": "body"}', 201, true, 'Add to: Automations'),
    ('GET', '/support/admin/business-hours', 'calendars', '{"*": "query"}', 200, false, 'Calendars'),
    ('POST', '/support/admin/business-hours', 'calendars', '{"*": "body"}', 201, true, 'Add to: Calendars'),
    ('GET', '/support/admin/roles', 'role_permissions', '{"*": "query"}', 200, false, 'Roles and their permissions'),
    ('POST', '/support/admin/roles', 'role_permissions', '{"*": "body"}', 201, true,
        'Add to: Roles and their permissions'),
    ('GET', '/support/admin/audit-logs', 'audit_log', '{"order": "change_id.desc", "limit": "100", "*": "query"}', 200,
        false, 'The audit log'),
    ('GET', '/support/admin/settings', 'settings', '{"*": "query"}', 200, false, 'Settings'),
    ('POST', '/support/admin/settings', 'rpc/set_setting', '{"key": "{body.key}", "value": "{body.value}"}', 200, false,
        'Change a setting'),
    ('POST', '/support/admin/tickets/{id}/merge', 'rpc/merge_tickets',
        '{"ticket_ids": "{{path.id}}", "into_id": "{body.into_id}"}', 200, false, 'Merge into another ticket'),
    ('POST', '/support/admin/tickets/{id}/split', 'rpc/split_ticket',
        '{"message_id": "{body.message_id}", "subject": "{body.subject}"}', 200, false,
        'Split a message into a new ticket'),
    ('POST', '/support/admin/tickets/{id}/snooze', 'rpc/snooze_ticket',
        '{"ticket_id": "{path.id}", "until": "{body.until}", "preset": "{body.preset}"}', 200, false, 'Snooze'),
    ('POST', '/support/admin/tickets/{id}/link', 'rpc/link_tickets',
        '{"from_id": "{path.id}", "to_id": "{body.to_id}", "kind": "{body.kind}"}', 200, false,
        'Link to another ticket'),
    ('GET', '/support/{ticket}', 'tickets', '{"reference": "eq.{path.ticket}", "select": "*,messages(*)"}', 200, true,
        'One ticket by its reference');

INSERT INTO helpdesk.setting (key, value_type, default_value, allowed, description) VALUES
    ('route_prefix', 'text', '"support"', '{"pattern": "^[a-z0-9_-]+$"}', 'First path segment of the web pages.');

ALTER TABLE helpdesk.route_alias ENABLE ROW LEVEL SECURITY;
