CREATE TABLE helpdesk.error_code (
    code text CONSTRAINT error_code_pkey PRIMARY KEY,
    http_status int NOT NULL,
    meaning text NOT NULL,
    hint text NOT NULL,
    CONSTRAINT error_code_is_pd_class CHECK (code ~ '^PD[0-9]{3}$'),
    CONSTRAINT error_code_is_client_error CHECK (http_status BETWEEN 400 AND 499)
);
COMMENT ON TABLE helpdesk.error_code IS 'Every error that pgdesk itself raises. PD0xx core, PD2xx SLA, PD3xx mail, PD4xx rules.';

INSERT INTO helpdesk.error_code (code, http_status, meaning, hint) VALUES
    ('PD001', 404, 'not found, or not visible to the caller', 'Check the id; you may not be allowed to see it.'),
    ('PD002', 403, 'the caller lacks a permission', 'Ask an administrator for the permission that the message names.'),
    ('PD003', 409, 'the status transition is not allowed', 'See /rest/status_transitions for what is allowed.'),
    ('PD004', 422, 'a field that the transition requires is empty', 'Fill the field in the same change.'),
    ('PD005', 409, 'the row was changed by somebody else', 'Read the ticket again and repeat the change with its current version.'),
    ('PD006', 422, 'an argument is missing or wrong', 'Correct the argument that the message names.'),
    ('PD007', 422, 'the person cannot take tickets', 'Choose an active agent from /rest/agents.'),
    ('PD008', 409, 'somebody else has claimed the ticket', 'Ask them, or reassign the ticket.'),
    ('PD009', 422, 'a column may not be changed', 'Leave the column out of the change.'),
    ('PD010', 422, 'an instant is in the future', 'Leave the instant out, or give one that has passed.'),
    ('PD011', 401, 'the token names nobody who may sign in', 'Sign in again.'),
    ('PD012', 403, 'a setting forbids it', 'An administrator can change the setting that the message names.'),
    ('PD013', 422, 'a setting''s value is wrong', 'See value_type and allowed in /rest/settings.'),
    ('PD014', 422, 'nobody can be asked for help this way', 'Name at least one other active member of staff.'),
    ('PD015', 409, 'the ticket has been merged or deleted', 'Use the ticket that the message names.'),
    ('PD016', 409, 'the message can no longer be edited', 'Write another message.'),
    ('PD017', 403, 'history is append-only', 'Record a new fact instead.'),
    ('PD018', 422, 'a PATCH would change too many rows', 'Filter by id, or use rpc/change_tickets, which tells the outcome of each ticket.');

CREATE TABLE helpdesk.setting (
    key text CONSTRAINT setting_pkey PRIMARY KEY,
    value_type text NOT NULL,
    default_value jsonb NOT NULL,
    environment_value jsonb,
    value jsonb,
    allowed jsonb,
    description text NOT NULL,
    CONSTRAINT setting_type_is_known CHECK (value_type IN ('bool', 'int', 'text', 'choice', 'list')),
    CONSTRAINT setting_value_fits_type CHECK (helpdesk.is_setting_value(value_type, allowed, value)),
    CONSTRAINT setting_environment_value_fits_type CHECK (helpdesk.is_setting_value(value_type, allowed, environment_value)),
    CONSTRAINT setting_default_fits_type CHECK (helpdesk.is_setting_value(value_type, allowed, default_value))
);
COMMENT ON TABLE helpdesk.setting IS 'Product behaviour: value, else what PGDESK_<KEY> gave at the last migrate, else the default.';

INSERT INTO helpdesk.setting (key, value_type, default_value, allowed, description) VALUES
    ('mode', 'choice', '"self_hosted"', '["self_hosted", "synced", "cloud"]', 'Where tickets live. Read by the hosting modes, which are to come; until then self_hosted.'),
    ('route_prefix', 'text', '"support"', '{"pattern": "^[a-z0-9_-]+$"}', 'First path segment of the web pages.'),
    ('ticket_reference_prefix', 'text', '"ESC"', '{"pattern": "^[A-Z][A-Z0-9]{0,9}$"}', 'What references begin with, for tickets created from now on.'),
    ('default_priority', 'text', '"medium"', '{"values_of": "priority", "pattern": "."}', 'Priority of a ticket that names none.'),
    ('allow_customer_close', 'bool', 'true', NULL, 'Customers may close their own tickets.'),
    ('allow_customer_reopen', 'bool', 'true', NULL, 'Customers may reopen their own tickets.'),
    ('allow_guest_tickets', 'bool', 'true', NULL, 'People without an account may open tickets.'),
    ('auto_close_resolved_after_days', 'int', '7', '{"min": 0, "max": 3650}', 'Days until a resolved ticket is closed; 0: never.'),
    ('max_attachments_per_reply', 'int', '5', '{"min": 0, "max": 100}', 'Files on one message, pictures in the text not counted; of a mail with more, the rest stays in the raw message and is noted.'),
    ('max_attachment_size_kb', 'int', '10240', '{"min": 1, "max": 1048576}', 'Size of one file in KiB; larger ones stay in the raw mail and are noted.'),
    ('storage_service', 'choice', '"local"', '["local", "s3", "gcs", "azure"]', 'Where files are kept. Read by uploads, which are to come; files of mails lie in the database.'),
    ('notification_channels', 'list', '["email"]', '["email", "webhook"]', 'Channels besides the bell.'),
    ('webhook_url', 'text', 'null', NULL, 'One https address that receives every event: the webhook of that name.'),
    ('enable_real_time', 'bool', 'false', NULL, 'Serve the live stream of events. Read by the live stream, which is to come.'),
    ('inbound_email_enabled', 'bool', 'false', NULL, 'Take mail from providers and by IMAP. Read by these, which are to come; POST /inbound/mime is open to who has its secret.'),
    ('api_rate_limit', 'int', '60', '{"min": 1, "max": 1000000}', 'Requests an API token may send in api_rate_limit_seconds. Read by API tokens, which are to come.'),
    ('api_rate_limit_seconds', 'int', '60', '{"min": 1, "max": 86400}', 'Window of api_rate_limit. Read by API tokens, which are to come.'),
    ('activities_kept_days', 'int', '90', '{"min": 1, "max": 36500}', 'Days after a ticket was closed until purge_activities deletes its history; what reports count stays, as do SLA results and the audit log.'),
    ('agent_visibility', 'choice', '"all"', '["all", "departments"]', 'Which tickets agents see.'),
    ('auto_follow', 'list', '["assigned", "mentioned", "replied"]', '["assigned", "mentioned", "replied"]', 'What makes staff follow a ticket.'),
    ('status_on_customer_reply', 'text', '"waiting_on_agent"', '{"values_of": "status"}', 'Status after a customer''s reply to a ticket that waits for the customer; empty: unchanged.'),
    ('status_on_agent_reply', 'text', '"waiting_on_customer"', '{"values_of": "status"}', 'Status after a public reply by staff to an open ticket; empty: unchanged.'),
    ('message_edit_within_minutes', 'int', '15', '{"min": 0, "max": 525600}', 'How long an author may edit a message.'),
    ('online_within_seconds', 'int', '300', '{"min": 30, "max": 86400}', 'Staff seen within this time are online.');

CREATE TABLE helpdesk.permission (
    permission text CONSTRAINT permission_pkey PRIMARY KEY,
    description text NOT NULL
);

CREATE TABLE helpdesk.role_permission (
    role text NOT NULL,
    permission text NOT NULL CONSTRAINT role_permission_permission_fkey REFERENCES helpdesk.permission ON DELETE CASCADE,
    CONSTRAINT role_permission_pkey PRIMARY KEY (role, permission),
    CONSTRAINT role_permission_role_is_known CHECK (role IN ('anon', 'customer', 'light_agent', 'agent', 'admin'))
);
CREATE INDEX role_permission_permission_idx ON helpdesk.role_permission (permission);
COMMENT ON INDEX helpdesk.role_permission_permission_idx IS 'Foreign key to permission.';

INSERT INTO helpdesk.permission (permission, description) VALUES
    ('tickets.create', 'Open a ticket.'),
    ('tickets.create_for_others', 'Open a ticket for another requester.'),
    ('tickets.edit', 'Change subject, description, type, language and due date.'),
    ('tickets.reply', 'Write a public reply.'),
    ('tickets.note', 'Write an internal note.'),
    ('tickets.status', 'Change the status.'),
    ('tickets.close', 'Close a ticket.'),
    ('tickets.reopen', 'Reopen a ticket.'),
    ('tickets.priority', 'Change the priority.'),
    ('tickets.assign', 'Assign, unassign and claim.'),
    ('tickets.transfer', 'Move to another department.'),
    ('tickets.tag', 'Add and remove tags.'),
    ('tickets.follow', 'Follow a ticket.'),
    ('tickets.pin', 'Pin notes.'),
    ('tickets.escalate', 'Ask colleagues for help.'),
    ('tickets.delete', 'Delete and restore tickets.'),
    ('messages.edit_any', 'Edit and delete what others wrote.'),
    ('settings.edit', 'Change settings and configuration.'),
    ('people.edit', 'Create and change people.'),
    ('audit.read', 'Read the audit log.');

INSERT INTO helpdesk.role_permission (role, permission)
SELECT 'admin', permission FROM helpdesk.permission
UNION ALL
SELECT 'agent', permission FROM helpdesk.permission
WHERE permission NOT IN ('tickets.delete', 'messages.edit_any', 'settings.edit', 'people.edit', 'audit.read')
UNION ALL
SELECT 'light_agent', unnest(ARRAY['tickets.note', 'tickets.follow', 'tickets.escalate'])
UNION ALL
SELECT 'customer', unnest(ARRAY['tickets.create', 'tickets.reply', 'tickets.close', 'tickets.reopen'])
UNION ALL
SELECT 'anon', 'tickets.create';

ALTER TABLE helpdesk.error_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.permission ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.role_permission ENABLE ROW LEVEL SECURITY;
