CREATE OR REPLACE TRIGGER condition_operator_05_keep_declared
    BEFORE DELETE OR UPDATE OF operator ON helpdesk.condition_operator
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER condition_operator_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.condition_operator
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('operator');

CREATE OR REPLACE TRIGGER condition_type_05_keep_declared
    BEFORE DELETE OR UPDATE OF value_type ON helpdesk.condition_type
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER condition_type_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.condition_type
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('value_type');

CREATE OR REPLACE TRIGGER condition_field_05_keep_declared
    BEFORE DELETE OR UPDATE OF field ON helpdesk.condition_field
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER condition_field_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.condition_field
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('field');

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_operator', jsonb_agg(d)) FROM (VALUES
    ('is', 'one', false, 'Equal, for texts whatever the case; for tags: has the tag.'),
    ('is_not', 'one', false, 'Not equal, or empty; for tags: lacks the tag.'),
    ('in', 'list', false, 'One of; for tags: has any.'),
    ('not_in', 'list', false, 'None of, or empty; for tags: has none.'),
    ('contains', 'one', false, 'Contains the text, whatever its case.'),
    ('starts_with', 'one', false, 'Begins with the text, whatever its case.'),
    ('matches', 'pattern', false,
        'Matches the regular expression, whatever the case, in the first 10000 characters; the pattern has at most '
        '200, no back-references, no looking around, no large counts.'),
    ('greater', 'one', false, 'Greater, later, more urgent.'),
    ('less', 'one', false, 'Less, earlier, less urgent.'),
    ('between', 'pair', false, 'From the first to the second value, both included.'),
    ('is_empty', 'flag', false, 'Has no value (true) or has one (false).'),
    ('older_than', 'duration', false, 'Longer ago than the duration; overdue by more than it.'),
    ('within', 'duration', false, 'In the last stretch of that length; due in the next one.'),
    ('changed', 'flag', true, 'The event changed the field (true) or did not (false).'),
    ('changed_from', 'one', true, 'The event changed the field from the value.'),
    ('changed_to', 'one', true, 'The event changed the field to the value.')
) AS d (operator, value_shape, needs_event, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_type', jsonb_agg(d)) FROM (VALUES
    ('text', '{is,is_not,in,not_in,contains,starts_with,matches,is_empty,changed,changed_from,changed_to}'),
    ('choice', '{is,is_not,in,not_in,is_empty,changed,changed_from,changed_to}'),
    ('priority', '{is,is_not,in,not_in,greater,less,between,changed,changed_from,changed_to}'),
    ('id', '{is,is_not,in,not_in,is_empty,changed,changed_from,changed_to}'),
    ('number', '{is,is_not,in,not_in,greater,less,between,is_empty}'),
    ('bool', '{is,is_not}'),
    ('past', '{greater,less,between,is_empty,older_than,within}'),
    ('future', '{greater,less,between,is_empty,older_than,within,changed}'),
    ('tags', '{is,is_not,in,not_in,contains,is_empty,changed,changed_from,changed_to}')
) AS d (value_type, operators);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('reference', 'text', 'v.reference', NULL, NULL, NULL, false, 'Reference of the ticket.'),
    ('subject', 'text', 'v.subject', NULL, NULL, 'ticket_updated', false, 'Subject.'),
    ('description', 'text', 'v.description', NULL, NULL, 'ticket_updated', false, 'Description.'),
    ('status', 'choice', 'v.status', 'status.status', NULL, 'ticket_status_changed', false, 'Status.'),
    ('status_category', 'choice', 'v.status_category', NULL, '{new,open,pending,on_hold,solved,closed}', NULL, false,
        'What the status means.'),
    ('priority', 'priority', 'v.priority', 'priority.priority', NULL, 'ticket_priority_changed', true,
        'Priority; greater is more urgent.'),
    ('ticket_type', 'choice', 'v.ticket_type', 'ticket_type.ticket_type', NULL, 'ticket_updated', true, 'Type.'),
    ('channel', 'choice', 'v.channel', 'channel.channel', NULL, NULL, true, 'Channel by which it arrived.'),
    ('language', 'text', 'v.language', NULL, NULL, 'ticket_updated', false, 'Language.'),
    ('department_id', 'id', 'v.department_id', 'department.department_id', NULL, 'department_changed', true,
        'Department; @mine: the caller''s.'),
    ('assignee_id', 'id', 'v.assignee_id', 'agent.person_id', NULL, 'ticket_assigned', false,
        'Assignee; @me: the caller.'),
    ('requester_id', 'id', 'v.requester_id', 'person.person_id', NULL, 'ticket_updated', true,
        'Requester; @me: the caller.'),
    ('organisation_id', 'id', 'v.organisation_id', 'organisation.organisation_id', NULL, 'ticket_updated', true,
        'Organisation.'),
    ('tags', 'tags', 'helpdesk.ticket_tag AS tt JOIN helpdesk.tag AS g USING (tag_id) WHERE tt.ticket_id = v.ticket_id',
        'tag.name', NULL, NULL, true, 'Tags, by name.'),
    ('created_at', 'past', 'v.created_at', NULL, NULL, NULL, false, 'When it was opened.'),
    ('updated_at', 'past', 'v.updated_at', NULL, NULL, NULL, false, 'When it last changed.'),
    ('first_response_at', 'past', 'v.first_response_at', NULL, NULL, NULL, false,
        'When staff first replied; empty: not yet.'),
    ('resolved_at', 'past', 'v.resolved_at', NULL, NULL, NULL, false, 'When it was resolved.'),
    ('reopened_at', 'past', 'v.reopened_at', NULL, NULL, NULL, false, 'When it was last reopened.'),
    ('due_at', 'future', 'v.due_at', NULL, NULL, 'ticket_updated', false, 'Due date set by hand.'),
    ('is_open', 'bool', 'v.status_category NOT IN (''solved'', ''closed'')', NULL, NULL, NULL, false,
        'Neither solved nor closed.'),
    ('requester.name', 'text', 'v.requester_name', NULL, NULL, NULL, true, 'Requester''s name.'),
    ('requester.email', 'text', 'v.requester_email', NULL, NULL, NULL, true, 'Requester''s mail address.'),
    ('requester.is_guest', 'bool', 'v.requester_is_guest', NULL, NULL, NULL, true,
        'Whether the requester has no account.'),
    ('requester.language', 'text', 'v.requester_language', NULL, NULL, NULL, true, 'Requester''s language.'),
    ('organisation.name', 'text', 'v.organisation_name', NULL, NULL, NULL, true, 'Organisation''s name.'),
    ('assignee.availability', 'choice', 'v.assignee_availability', NULL, '{online,away,offline}', NULL, false,
        'Assignee''s availability.')
) AS d (field, value_type, expression, choices, allowed, changed_by, is_for_sla, description);

-- Workflows and webhooks hear of an event when more has happened: they ask what was so then.
SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('last_message_at', 'past', 'v.last_message_at', '(helpdesk.event_message(v.ticket_id, x.event, false)).created_at',
        'When the last message was written; in workflows and webhooks the event''s message.'),
    ('last_message_body', 'text', 'v.last_message_body', '(helpdesk.event_message(v.ticket_id, x.event, false)).body',
        'Text of the last message by a person; in workflows and webhooks of the event''s message.'),
    ('last_reply_at', 'past', 'v.last_reply_at', '(helpdesk.event_message(v.ticket_id, x.event, true)).created_at',
        'When a person last wrote a public reply.'),
    ('last_reply_is_by_staff', 'bool', 'v.last_reply_is_by_staff',
        '(SELECT m.author_id <> v.requester_id AND EXISTS (SELECT 1 FROM helpdesk.agent AS s WHERE s.person_id = '
        'm.author_id) FROM helpdesk.event_message(v.ticket_id, x.event, true) AS m)',
        'Whether staff wrote the last public reply by a person.'),
    ('reply_count', 'number', 'v.reply_count',
        '(SELECT count(*) FROM helpdesk.message AS m WHERE m.ticket_id = v.ticket_id AND m.kind = ''reply'' AND '
        'm.deleted_at IS NULL AND m.created_at <= coalesce((x.event ->> ''at'')::timestamptz, ''infinity'') AND '
        'm.message_id <= coalesce((x.event ->> ''message_id'')::bigint, 9223372036854775807))',
        'How many public replies it has.'),
    ('status_changed_at', 'past', 'v.status_changed_at',
        '(SELECT e.at FROM helpdesk.event AS e WHERE e.ticket_id = v.ticket_id AND e.kind IN (''ticket_created'', '
        '''ticket_status_changed'') AND e.event_id <= coalesce((x.event ->> ''event_id'')::bigint, '
        '9223372036854775807) ORDER BY e.event_id DESC LIMIT 1)', 'When the status last changed.'),
    ('assigned_at', 'past', 'v.assigned_at',
        '(SELECT e.at FROM helpdesk.event AS e WHERE e.ticket_id = v.ticket_id AND e.kind IN (''ticket_assigned'', '
        '''ticket_unassigned'') AND e.event_id <= coalesce((x.event ->> ''event_id'')::bigint, 9223372036854775807) '
        'ORDER BY e.event_id DESC LIMIT 1)', 'When the assignee last changed.')
) AS d (field, value_type, expression, event_expression, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD401', 422, 'a condition is wrong',
        'Correct the part of the conditions that the message names; see /rest/condition_fields.'),
    ('PD405', 422, 'a pattern takes too long',
        'Make the regular expression simpler, or add conditions that leave fewer tickets.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('rules.match_within_seconds', 'int', '5', '{"min": 1, "max": 60}',
        'How long one evaluation of a rule or view may be busy with regular expressions.')
) AS d (key, value_type, default_value, allowed, description);
