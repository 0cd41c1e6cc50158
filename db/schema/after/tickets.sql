CREATE OR REPLACE TRIGGER status_10_keep_used BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.status
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_status__keep_used();
CREATE OR REPLACE TRIGGER status_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.status
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('status');

CREATE OR REPLACE TRIGGER status_transition_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.status_transition
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('from_status,to_status');

CREATE OR REPLACE TRIGGER priority_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.priority
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('priority');

CREATE OR REPLACE TRIGGER ticket_type_05_keep_declared BEFORE DELETE OR UPDATE OF ticket_type ON helpdesk.ticket_type
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER ticket_type_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_type
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_type');

CREATE OR REPLACE TRIGGER channel_05_keep_declared BEFORE DELETE OR UPDATE OF channel ON helpdesk.channel
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER channel_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.channel
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('channel');

CREATE OR REPLACE TRIGGER tag_01_refuse_chosen_key BEFORE INSERT ON helpdesk.tag
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.tag_id, 'helpdesk.tag_tag_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('tag_id');
CREATE OR REPLACE TRIGGER tag_01_refuse_changed_key BEFORE UPDATE OF tag_id ON helpdesk.tag
    FOR EACH ROW WHEN (NEW.tag_id IS DISTINCT FROM OLD.tag_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('tag_id');
CREATE OR REPLACE TRIGGER tag_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.tag
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('tag_id');

CREATE OR REPLACE TRIGGER ticket_01_refuse_chosen_key BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.ticket_id, 'helpdesk.ticket_ticket_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('ticket_id');
CREATE OR REPLACE TRIGGER ticket_01_refuse_changed_key BEFORE UPDATE OF ticket_id ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.ticket_id IS DISTINCT FROM OLD.ticket_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('ticket_id');
CREATE OR REPLACE TRIGGER ticket_05_check_channel BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.channel IS NOT NULL AND current_user <> 'pgdesk_owner')
    EXECUTE FUNCTION helpdesk.tg_ticket__check_channel();
CREATE OR REPLACE TRIGGER ticket_10_prepare_insert BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket__prepare_insert();
-- By OF, an update costs only the conditions of what it names: each is read anew by each statement. No trigger changes
-- another's column before it.
CREATE OR REPLACE TRIGGER ticket_05_keep_copies BEFORE UPDATE OF next_due_at, sla_state ON helpdesk.ticket
    FOR EACH ROW WHEN ((NEW.next_due_at, NEW.sla_state) IS DISTINCT FROM (OLD.next_due_at, OLD.sla_state))
    EXECUTE FUNCTION helpdesk.tg_ticket__keep_copies();
-- What the clocks show on the ticket is no change of it.
CREATE OR REPLACE TRIGGER ticket_20_check_change BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN ((NEW.next_due_at, NEW.sla_state) IS NOT DISTINCT FROM (OLD.next_due_at, OLD.sla_state))
    EXECUTE FUNCTION helpdesk.tg_ticket__check_change();
CREATE OR REPLACE TRIGGER ticket_25_follow_requester BEFORE UPDATE OF requester_id ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.requester_id IS DISTINCT FROM OLD.requester_id)
    EXECUTE FUNCTION helpdesk.tg_ticket__follow_requester();
CREATE OR REPLACE TRIGGER ticket_30_apply_priority BEFORE UPDATE OF priority ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.priority IS DISTINCT FROM OLD.priority)
    EXECUTE FUNCTION helpdesk.tg_ticket__apply_priority();
CREATE OR REPLACE TRIGGER ticket_30_apply_status BEFORE UPDATE OF status ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION helpdesk.tg_ticket__apply_status();
CREATE OR REPLACE TRIGGER ticket_40_check_assignee_insert BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.assignee_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_ticket__check_assignee();
CREATE OR REPLACE TRIGGER ticket_40_check_assignee_update BEFORE UPDATE OF assignee_id ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.assignee_id IS DISTINCT FROM OLD.assignee_id AND NEW.assignee_id IS NOT NULL)
    EXECUTE FUNCTION helpdesk.tg_ticket__check_assignee();
CREATE OR REPLACE TRIGGER ticket_41_check_department_insert BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.department_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_ticket__check_department();
CREATE OR REPLACE TRIGGER ticket_41_check_department_update BEFORE UPDATE OF department_id ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.department_id IS DISTINCT FROM OLD.department_id AND NEW.department_id IS NOT NULL)
    EXECUTE FUNCTION helpdesk.tg_ticket__check_department();
CREATE OR REPLACE TRIGGER ticket_50_record_events_insert AFTER INSERT ON helpdesk.ticket
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_ticket__record_events();
CREATE OR REPLACE TRIGGER ticket_50_record_events_update AFTER UPDATE ON helpdesk.ticket
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION helpdesk.tg_ticket__record_events();
CREATE OR REPLACE TRIGGER ticket_60_follow_assignee AFTER INSERT OR UPDATE OF assignee_id ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.assignee_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_ticket__follow_assignee();
CREATE OR REPLACE TRIGGER ticket_90_audit AFTER INSERT OR DELETE ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id', 'next_due_at,sla_state,last_message_id');
CREATE OR REPLACE TRIGGER ticket_90_audit_update AFTER UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN ((NEW.next_due_at, NEW.sla_state) IS NOT DISTINCT FROM (OLD.next_due_at, OLD.sla_state))
    EXECUTE FUNCTION audit.tg_record_change('ticket_id', 'next_due_at,sla_state,last_message_id');

CREATE OR REPLACE TRIGGER message_01_refuse_chosen_key BEFORE INSERT ON helpdesk.message
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.message_id, 'helpdesk.message_message_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('message_id');
CREATE OR REPLACE TRIGGER message_01_refuse_changed_key BEFORE UPDATE OF message_id ON helpdesk.message
    FOR EACH ROW WHEN (NEW.message_id IS DISTINCT FROM OLD.message_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('message_id');
CREATE OR REPLACE TRIGGER message_10_prepare_insert BEFORE INSERT ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_message__prepare_insert();
CREATE OR REPLACE TRIGGER message_20_check_change BEFORE UPDATE ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_message__check_change();
CREATE OR REPLACE TRIGGER message_50_move_ticket AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.description_of_id IS NULL) EXECUTE FUNCTION helpdesk.tg_message__move_ticket();
CREATE OR REPLACE TRIGGER message_51_record_change AFTER UPDATE ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_message__record_change();
CREATE OR REPLACE TRIGGER message_70_remove_draft AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind <> 'system' AND NEW.description_of_id IS NULL)
    EXECUTE FUNCTION helpdesk.tg_message__remove_draft();
CREATE OR REPLACE TRIGGER message_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('message_id');

CREATE OR REPLACE TRIGGER ticket_tag_10_lock_ticket BEFORE INSERT OR DELETE ON helpdesk.ticket_tag
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__lock_ticket();
CREATE OR REPLACE TRIGGER ticket_tag_20_check_insert BEFORE INSERT ON helpdesk.ticket_tag
    FOR EACH ROW WHEN (row_security_active('helpdesk.ticket_tag'::regclass))
    EXECUTE FUNCTION helpdesk.tg_ticket_tag__check_insert();
CREATE OR REPLACE TRIGGER ticket_tag_50_record_event AFTER INSERT OR DELETE ON helpdesk.ticket_tag
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_tag__record_event();
CREATE OR REPLACE TRIGGER ticket_tag_60_count_insert AFTER INSERT ON helpdesk.ticket_tag
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_ticket_tag__count_change();
CREATE OR REPLACE TRIGGER ticket_tag_60_count_delete AFTER DELETE ON helpdesk.ticket_tag
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_ticket_tag__count_change();
CREATE OR REPLACE TRIGGER ticket_tag_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_tag
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id,tag_id');

CREATE OR REPLACE TRIGGER ticket_follower_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_follower
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id,person_id');

CREATE OR REPLACE TRIGGER ticket_participant_50_record_event AFTER INSERT OR DELETE ON helpdesk.ticket_participant
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_participant__record_event();
CREATE OR REPLACE TRIGGER ticket_participant_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_participant
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id,person_id');

CREATE OR REPLACE TRIGGER event_kind_05_keep_declared BEFORE DELETE OR UPDATE OF kind ON helpdesk.event_kind
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER event_kind_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.event_kind
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind');

CREATE OR REPLACE TRIGGER event_05_keep_order BEFORE INSERT ON helpdesk.event
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__keep_order();
CREATE OR REPLACE TRIGGER event_05_refuse_truncate BEFORE TRUNCATE ON helpdesk.event
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER event_05_refuse_change BEFORE UPDATE ON helpdesk.event
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_update();
CREATE OR REPLACE TRIGGER event_05_refuse_delete BEFORE DELETE ON helpdesk.event
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_delete();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('close_resolved', '15 3 * * *', 'helpdesk.close_resolved(p_days => $1)',
        'Closes what has been resolved for auto_close_resolved_after_days.'),
    ('purge_activities', '20 4 * * 0', 'helpdesk.purge_activities($1)',
        'Deletes the history of tickets closed for activities_kept_days, save what reports and SLA clocks follow '
        'from.'),
    ('purge_presence', '40 * * * *', 'helpdesk.purge_presence()',
        'Deletes who looked at which ticket, older than an hour.'),
    ('purge_looks', '50 4 * * *', 'helpdesk.purge_looks()',
        'Forgets up to where people had read tickets 180 days ago.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.channel', jsonb_agg(d), p_initial => '{label}') FROM (VALUES
    ('web', 'Web'), ('api', 'API'), ('email', 'Mail'), ('widget', 'Widget'), ('import', 'Import')
) AS d (channel, label);

-- What a ticket is of which nobody says it; the other types are the desk's.
SELECT pgdesk_deploy.declare_rows('helpdesk.ticket_type', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('question', 'Question')
) AS d (ticket_type, label);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('ticket_created', true, true, false, NULL, 'A ticket was opened.'),
    ('ticket_updated', false, false, false, NULL,
        'Subject, description, type, language, due date or requester changed.'),
    ('ticket_status_changed', true, true, false, NULL, 'The status changed.'),
    ('ticket_assigned', false, true, false, '%2$s assigned %1$s to you', 'The ticket got an assignee.'),
    ('ticket_unassigned', false, true, false, NULL, 'The ticket lost its assignee.'),
    ('ticket_priority_changed', false, false, false, NULL, 'The priority changed.'),
    ('ticket_escalated', false, false, false, NULL, 'The status became escalated.'),
    ('ticket_resolved', true, true, true, '%1$s was resolved', 'The ticket was resolved.'),
    ('ticket_closed', true, true, true, '%1$s was closed', 'The ticket was closed.'),
    ('ticket_reopened', true, true, true, '%1$s was reopened', 'A resolved or closed ticket was opened again.'),
    ('ticket_deleted', false, true, false, NULL, 'The ticket was deleted.'),
    ('ticket_restored', false, true, false, NULL, 'The ticket was restored.'),
    ('reply_created', true, true, true, '%2$s replied to %1$s', 'A public reply was written.'),
    ('automatic_reply', true, false, true, 'pgdesk replied to %1$s', 'A rule wrote a public reply.'),
    ('internal_note_added', false, true, false, '%2$s wrote a note on %1$s', 'An internal note was written.'),
    ('message_edited', false, false, false, NULL, 'A message was edited.'),
    ('message_deleted', false, false, false, NULL, 'A message was deleted.'),
    ('tag_added', false, false, false, NULL, 'A tag was added.'),
    ('tag_removed', false, false, false, NULL, 'A tag was removed.'),
    ('department_changed', false, false, false, NULL, 'The ticket moved to another department.'),
    ('participant_added', false, false, false, NULL, 'Somebody gets the public replies too.'),
    ('participant_removed', false, false, false, NULL, 'Somebody does not get the public replies any more.')
) AS d (kind, is_public, is_kept, is_for_requester, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD003', 409, 'the status transition is not allowed', 'See /rest/status_transitions for what is allowed.'),
    ('PD004', 422, 'a field that the transition requires is empty', 'Fill the field in the same change.'),
    ('PD005', 409, 'the row was changed by somebody else',
        'Read the ticket again and repeat the change with its current version.'),
    ('PD007', 422, 'the person cannot take tickets', 'Choose an active agent from /rest/agents.'),
    ('PD008', 409, 'somebody else has claimed the ticket', 'Ask them, or reassign the ticket.'),
    ('PD009', 422, 'a column may not be changed', 'Leave the column out of the change.'),
    ('PD015', 409, 'the ticket has been merged or deleted', 'Use the ticket that the message names.'),
    ('PD016', 409, 'the message can no longer be edited', 'Write another message.'),
    ('PD017', 403, 'history is append-only', 'Record a new fact instead.'),
    ('PD023', 429, 'too many tickets were opened without an account', 'Try again later, or sign in.'),
    ('PD026', 409, 'somebody else is changing the ticket', 'Try again in a moment.'),
    ('PD186', 409, 'somebody else has written since', 'Read what was written; send again with its message_id.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('default_department', 'text', 'null', '{"values_of": "department.slug"}',
        'Slug of the department that gets tickets sent to none; not set: they stay with none, and all staff see them.'),
    ('ticket_reference_prefix', 'text', '"ESC"', '{"pattern": "^[A-Z][A-Z0-9]{0,9}$"}',
        'What references begin with, for tickets created from now on.'),
    ('default_priority', 'text', '"medium"', '{"values_of": "priority", "pattern": "."}',
        'Priority of a ticket that names none.'),
    ('allow_customer_close', 'bool', 'true', NULL, 'Customers may close their own tickets.'),
    ('allow_customer_reopen', 'bool', 'true', NULL, 'Customers may reopen their own tickets.'),
    ('auto_close_resolved_after_days', 'int', '7', '{"min": 0, "max": 3650}',
        'Days until a resolved ticket is closed; 0: never.'),
    ('activities_kept_days', 'int', '90', '{"min": 1, "max": 36500}',
        'Days after a ticket was closed until purge_activities deletes its history; what reports count stays, as do '
        'SLA results and the audit log.'),
    ('agent_visibility', 'choice', '"all"', '["all", "departments", "own"]',
        'Which tickets agents see whose desk role does not say it.'),
    ('auto_follow', 'list', '["assigned", "mentioned", "replied"]', '["assigned", "mentioned", "replied"]',
        'What makes staff follow a ticket.'),
    ('status_on_customer_reply', 'text', '"waiting_on_agent"', '{"values_of": "status"}',
        'Status after a customer''s reply to a ticket that waits for the customer or is on hold; empty: unchanged.'),
    ('status_on_agent_reply', 'text', '"waiting_on_customer"', '{"values_of": "status"}',
        'Status after a public reply by staff to an open ticket; empty: unchanged.'),
    ('message_edit_within_minutes', 'int', '15', '{"min": 0, "max": 525600}', 'How long an author may edit a message.'),
    ('presence_within_seconds', 'int', '30', '{"min": 5, "max": 600}',
        'How long somebody counts as looking at a ticket.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
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
    ('tags.create', 'Add a tag to those that there are.'),
    ('tickets.follow', 'Follow a ticket.'),
    ('tickets.pin', 'Pin notes.'),
    ('tickets.delete', 'Delete and restore tickets.'),
    ('messages.edit_any', 'Edit and delete what others wrote.'),
    ('tickets.participants', 'Add and remove people who get the public replies.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (
    SELECT unnest(p.roles) AS role, p.permission
    FROM (VALUES
        ('tickets.create', ARRAY['anon', 'customer', 'agent', 'admin']),
        ('tickets.create_for_others', ARRAY['agent', 'admin']),
        ('tickets.edit', ARRAY['agent', 'admin']),
        ('tickets.reply', ARRAY['customer', 'agent', 'admin']),
        ('tickets.note', ARRAY['light_agent', 'agent', 'admin']),
        ('tickets.status', ARRAY['agent', 'admin']),
        ('tickets.close', ARRAY['customer', 'agent', 'admin']),
        ('tickets.reopen', ARRAY['customer', 'agent', 'admin']),
        ('tickets.priority', ARRAY['agent', 'admin']),
        ('tickets.assign', ARRAY['agent', 'admin']),
        ('tickets.transfer', ARRAY['agent', 'admin']),
        ('tickets.tag', ARRAY['agent', 'admin']),
        ('tags.create', ARRAY['agent', 'admin']),
        ('tickets.follow', ARRAY['light_agent', 'agent', 'admin']),
        ('tickets.pin', ARRAY['agent', 'admin']),
        ('tickets.delete', ARRAY['admin']),
        ('messages.edit_any', ARRAY['admin']),
        ('tickets.participants', ARRAY['agent', 'admin'])
    ) AS p (permission, roles)
) AS d;
