CREATE OR REPLACE TRIGGER import_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.import
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('import_id', 'checked,batch_size');
CREATE OR REPLACE TRIGGER import_mapping_20_check BEFORE UPDATE OF target ON helpdesk.import_mapping
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_import_mapping__check();
CREATE OR REPLACE TRIGGER import_mapping_90_audit AFTER UPDATE OR DELETE ON helpdesk.import_mapping
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('import_id,kind,value', 'records');
CREATE OR REPLACE TRIGGER import_field_05_keep_declared BEFORE DELETE OR UPDATE OF record, field
    ON helpdesk.import_field FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER import_field_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.import_field
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('record,field');
CREATE OR REPLACE TRIGGER import_synonym_05_keep_declared BEFORE DELETE OR UPDATE OF kind, value
    ON helpdesk.import_synonym FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER import_synonym_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.import_synonym
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind,value');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD211', 409, 'the import is not at that step', 'See its state in /rest/imports, and docs/import.md.'),
    ('PD212', 422, 'words of the source have no meaning here yet',
        'Give each row of /rest/import_mappings whose target is null one.'),
    ('PD213', 409, 'what the import made is used by something else', 'See the detail; it has to go first.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('imports.run', 'Take in people, organisations and tickets from another helpdesk, and take that back.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'imports.run')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.import_field', jsonb_agg(d)) FROM (VALUES
    ('organisation', 'name', 'text', true, 200, NULL, NULL, NULL, 'Unique name; one that is here already is taken.'),
    ('organisation', 'domains', 'texts', false, NULL, NULL, NULL, NULL, 'Mail domains of its people.'),
    ('organisation', 'notes', 'text', false, NULL, NULL, NULL, NULL, 'For staff.'),
    ('organisation', 'has_shared_tickets', 'bool', false, NULL, NULL, NULL, NULL,
        'Whether its people see each other''s tickets.'),
    ('organisation', 'is_active', 'bool', false, NULL, NULL, NULL, NULL, 'Whether it is still served; else true.'),
    ('organisation', 'created_at', 'instant', false, NULL, NULL, NULL, NULL, 'When it was entered.'),
    ('person', 'name', 'text', true, 200, NULL, NULL, NULL, 'Full name.'),
    ('person', 'email', 'email', false, 320, NULL, NULL, NULL,
        'Mail address; a person here who has it is taken.'),
    ('person', 'claimed_email', 'email', false, 320, NULL, NULL, NULL,
        'Address of a guest that nobody has confirmed, in place of email.'),
    ('person', 'addresses', 'texts', false, NULL, NULL, NULL, NULL, 'Further mail addresses.'),
    ('person', 'phone', 'text', false, NULL, NULL, NULL, NULL,
        'Telephone number; one without 3 to 20 digits is left out.'),
    ('person', 'handle', 'text', false, 63, NULL, NULL, NULL, 'What stands behind the @ in mentions; else made.'),
    ('person', 'role', 'text', false, NULL, NULL, NULL, 'role', 'customer, agent or admin; else customer.'),
    ('person', 'is_guest', 'bool', false, NULL, NULL, NULL, NULL, 'Has written without an account.'),
    ('person', 'is_active', 'bool', false, NULL, NULL, NULL, NULL, 'May sign in; else true.'),
    ('person', 'organisation', 'text', false, NULL, NULL, 'organisation', NULL, 'Where the person belongs.'),
    ('person', 'language', 'language', false, NULL, NULL, NULL, NULL, 'BCP 47 tag.'),
    ('person', 'time_zone', 'time_zone', false, NULL, NULL, NULL, NULL, 'IANA name.'),
    ('person', 'created_at', 'instant', false, NULL, NULL, NULL, NULL, 'When the person was entered.'),
    ('ticket', 'reference', 'text', false, 40, NULL, NULL, NULL,
        'What people call it by. Where it is free it is kept: of this desk''s prefix with its number, of another as '
        'it is.'),
    ('ticket', 'subject', 'text', true, 500, NULL, NULL, NULL, 'One line.'),
    ('ticket', 'description', 'text', false, 200000, NULL, NULL, NULL, 'What the requester wrote first.'),
    ('ticket', 'status', 'text', true, NULL, NULL, NULL, 'status', 'Where it stands.'),
    ('ticket', 'priority', 'text', false, NULL, NULL, NULL, 'priority', 'How urgent it is; else default_priority.'),
    ('ticket', 'ticket_type', 'text', false, NULL, NULL, NULL, 'ticket_type', 'What kind of matter; else question.'),
    ('ticket', 'channel', 'text', false, NULL, NULL, NULL, NULL, 'By which way it came; one unknown here: import.'),
    ('ticket', 'requester', 'text', true, NULL, NULL, 'person', NULL, 'Whose ticket it is.'),
    ('ticket', 'organisation', 'text', false, NULL, NULL, 'organisation', NULL, 'Whose members may see it.'),
    ('ticket', 'department', 'text', false, NULL, NULL, NULL, 'department', 'Team that it is with.'),
    ('ticket', 'assignee', 'text', false, NULL, NULL, 'person', NULL,
        'Who owns it; one who is no staff here does not.'),
    ('ticket', 'language', 'language', false, NULL, NULL, NULL, NULL, 'BCP 47 tag; else the requester''s.'),
    ('ticket', 'due_at', 'instant', false, NULL, NULL, NULL, NULL, 'Due date set by hand.'),
    ('ticket', 'created_at', 'instant', true, NULL, NULL, NULL, NULL, 'When it was opened.'),
    ('ticket', 'updated_at', 'instant', false, NULL, NULL, NULL, NULL, 'When it last changed.'),
    ('ticket', 'resolved_at', 'instant', false, NULL, NULL, NULL, NULL, 'When it was last resolved.'),
    ('ticket', 'closed_at', 'instant', false, NULL, NULL, NULL, NULL, 'When it was last closed.'),
    ('ticket', 'reopened_at', 'instant', false, NULL, NULL, NULL, NULL, 'When it was last opened again.'),
    ('ticket', 'deleted_at', 'instant', false, NULL, NULL, NULL, NULL, 'When it was deleted.'),
    ('ticket', 'is_spam', 'bool', false, NULL, NULL, NULL, NULL, 'Marked as spam, and closed.'),
    ('ticket', 'tags', 'texts', false, NULL, NULL, NULL, NULL,
        'Words; in lower case, without commas, 64 characters of each. New ones are made.'),
    ('ticket', 'followers', 'texts', false, NULL, NULL, 'person', NULL, 'Staff who hear of it.'),
    ('ticket', 'participants', 'texts', false, NULL, NULL, 'person', NULL, 'People who get the public replies.'),
    ('ticket', 'fields', 'object', false, NULL, NULL, NULL, NULL, 'Custom fields: {name: value}.'),
    ('message', 'ticket', 'text', true, NULL, NULL, 'ticket', NULL, 'On which ticket.'),
    ('message', 'kind', 'text', true, NULL, '{reply,note,system}', NULL, NULL, 'reply: public; note: for staff.'),
    ('message', 'author', 'text', false, NULL, NULL, 'person', NULL, 'Who wrote it; a note has one.'),
    ('message', 'body', 'text', true, 200000, NULL, NULL, NULL, 'Text.'),
    ('message', 'channel', 'text', false, NULL, NULL, NULL, NULL, 'By which way it came; one unknown here: import.'),
    ('message', 'is_pinned', 'bool', false, NULL, NULL, NULL, NULL, 'A note that is shown on top.'),
    ('message', 'created_at', 'instant', true, NULL, NULL, NULL, NULL, 'When it was written.'),
    ('message', 'edited_at', 'instant', false, NULL, NULL, NULL, NULL, 'When its text last changed.'),
    ('message', 'deleted_at', 'instant', false, NULL, NULL, NULL, NULL, 'When it was deleted.'),
    ('file', 'ticket', 'text', true, NULL, NULL, 'ticket', NULL, 'On which ticket.'),
    ('file', 'message', 'text', false, NULL, NULL, 'message', NULL, 'At which message; else at the description.'),
    ('file', 'filename', 'text', true, 255, NULL, NULL, NULL, 'Name without path.'),
    ('file', 'media_type', 'text', false, NULL, NULL, NULL, NULL,
        'What its bytes are; found out where they come along.'),
    ('file', 'sha256', 'text', true, 64, NULL, NULL, NULL, 'Of the bytes, in hexadecimal.'),
    ('file', 'size_bytes', 'integer', true, NULL, NULL, NULL, NULL, 'How many there are.'),
    ('file', 'path', 'text', false, NULL, NULL, NULL, NULL,
        'Where they lie, beside the file with the records; read with it, and then of no more use.'),
    ('file', 'content_id', 'text', false, NULL, NULL, NULL, NULL, 'By which the text refers to it.'),
    ('file', 'is_inline', 'bool', false, NULL, NULL, NULL, NULL, 'A picture in the text.'),
    ('file', 'created_at', 'instant', false, NULL, NULL, NULL, NULL, 'When it was attached.'),
    ('rating', 'ticket', 'text', true, NULL, NULL, 'ticket', NULL, 'Of which ticket.'),
    ('rating', 'rating', 'integer', true, NULL, '{1,2,3,4,5}', NULL, NULL, '1 (bad) to 5 (good).'),
    ('rating', 'comment', 'text', false, 5000, NULL, NULL, NULL, 'What the requester adds.'),
    ('rating', 'rated_by', 'text', false, NULL, NULL, 'person', NULL, 'Who; else the requester.'),
    ('rating', 'agent', 'text', false, NULL, NULL, 'person', NULL, 'Who was the assignee; else who is.'),
    ('rating', 'resolved_at', 'instant', false, NULL, NULL, NULL, NULL, 'Which resolution; else the last.'),
    ('rating', 'created_at', 'instant', true, NULL, NULL, NULL, NULL, 'When.'),
    ('event', 'ticket', 'text', true, NULL, NULL, 'ticket', NULL, 'To which ticket.'),
    ('event', 'kind', 'text', true, NULL, NULL, NULL, NULL, 'What happened, one of /rest/event_kinds.'),
    ('event', 'at', 'instant', true, NULL, NULL, NULL, NULL, 'When.'),
    ('event', 'actor', 'text', false, NULL, NULL, 'person', NULL, 'Who did it.'),
    ('event', 'actor_role', 'text', false, NULL, '{anon,customer,agent,admin,system}', NULL, NULL,
        'In which role; else the actor''s.'),
    ('event', 'message', 'text', false, NULL, NULL, 'message', NULL, 'The message that it is about.'),
    ('event', 'payload', 'object', false, NULL, NULL, NULL, NULL,
        'What belongs to the kind; people, organisations, tickets and messages by their ids, departments, statuses and '
        'priorities by their words.'),
    ('link', 'kind', 'text', true, NULL, '{problem_incident,parent_child,related,duplicate,follow_up}', NULL, NULL,
        'How two tickets are linked.'),
    ('link', 'from', 'text', true, NULL, NULL, 'ticket', NULL, 'The problem, the parent, the duplicate.'),
    ('link', 'to', 'text', true, NULL, NULL, 'ticket', NULL, 'The incident, the child, the original.'),
    ('link', 'created_by', 'text', false, NULL, NULL, 'person', NULL, 'Who linked them.'),
    ('link', 'created_at', 'instant', false, NULL, NULL, NULL, NULL, 'When.'),
    ('merge', 'source', 'text', true, NULL, NULL, 'ticket', NULL, 'The ticket that was merged; it is closed.'),
    ('merge', 'target', 'text', true, NULL, NULL, 'ticket', NULL, 'The ticket in which it goes on.'),
    ('merge', 'merged_by', 'text', false, NULL, NULL, 'person', NULL, 'Who merged them.'),
    ('merge', 'merged_at', 'instant', true, NULL, NULL, NULL, NULL, 'When.')
) AS d (record, field, value_type, is_required, max_length, allowed, refers_to, mapped_as, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.import_synonym', jsonb_agg(d)) FROM (VALUES
    ('status', 'new', 'open'),
    ('status', 'active', 'in_progress'),
    ('status', 'assigned', 'in_progress'),
    ('status', 'pending', 'waiting_on_customer'),
    ('status', 'pending reminder', 'waiting_on_customer'),
    ('status', 'waiting', 'waiting_on_customer'),
    ('status', 'waiting on third party', 'on_hold'),
    ('status', 'hold', 'on_hold'),
    ('status', 'solved', 'resolved'),
    ('status', 'done', 'closed'),
    ('status', 'deleted', 'closed'),
    ('status', 'merged', 'closed'),
    ('status', '2', 'open'),
    ('status', '3', 'waiting_on_customer'),
    ('status', '4', 'resolved'),
    ('status', '5', 'closed'),
    ('priority', 'normal', 'medium'),
    ('priority', '2 normal', 'medium'),
    ('priority', '1 low', 'low'),
    ('priority', '3 high', 'high'),
    ('priority', 'emergency', 'critical'),
    ('priority', '1', 'low'),
    ('priority', '2', 'medium'),
    ('priority', '3', 'high'),
    ('priority', '4', 'urgent'),
    ('ticket_type', 'bug', 'problem'),
    ('ticket_type', 'feature request', 'question'),
    ('role', 'end-user', 'customer'),
    ('role', 'end user', 'customer'),
    ('role', 'contact', 'customer'),
    ('role', 'admin', 'agent')
) AS d (kind, value, target);
