CREATE TYPE helpdesk.ticket_change AS (
    status text,
    priority text,
    ticket_type text,
    has_assignee boolean,
    assignee_id bigint,
    has_department boolean,
    department_id bigint,
    is_deletion boolean,
    has_reply boolean,
    custom_fields jsonb
);
COMMENT ON TYPE helpdesk.ticket_change IS 'What a list of actions does to a ticket''s columns; null and has_* false: unchanged.';

CREATE TABLE helpdesk.condition_operator (
    operator text CONSTRAINT condition_operator_pkey PRIMARY KEY,
    value_shape text NOT NULL,
    needs_event boolean NOT NULL DEFAULT false,
    description text NOT NULL,
    CONSTRAINT condition_operator_shape_is_known CHECK (value_shape IN ('one', 'list', 'pair', 'flag', 'duration', 'pattern'))
);
COMMENT ON COLUMN helpdesk.condition_operator.needs_event IS 'Only in workflows, which have an event to look at.';
INSERT INTO helpdesk.condition_operator (operator, value_shape, needs_event, description) VALUES
    ('is', 'one', false, 'Equal, for texts whatever the case; for tags: has the tag.'),
    ('is_not', 'one', false, 'Not equal, or empty; for tags: lacks the tag.'),
    ('in', 'list', false, 'One of; for tags: has any.'),
    ('not_in', 'list', false, 'None of, or empty; for tags: has none.'),
    ('contains', 'one', false, 'Contains the text, whatever its case.'),
    ('starts_with', 'one', false, 'Begins with the text, whatever its case.'),
    ('matches', 'pattern', false, 'Matches the regular expression, whatever the case, in the first 10000 characters; the pattern has at most 200, no back-references, no looking around, no large counts.'),
    ('greater', 'one', false, 'Greater, later, more urgent.'),
    ('less', 'one', false, 'Less, earlier, less urgent.'),
    ('between', 'pair', false, 'From the first to the second value, both included.'),
    ('is_empty', 'flag', false, 'Has no value (true) or has one (false).'),
    ('older_than', 'duration', false, 'Longer ago than the duration; overdue by more than it.'),
    ('within', 'duration', false, 'In the last stretch of that length; due in the next one.'),
    ('changed', 'flag', true, 'The event changed the field (true) or did not (false).'),
    ('changed_from', 'one', true, 'The event changed the field from the value.'),
    ('changed_to', 'one', true, 'The event changed the field to the value.');

CREATE TABLE helpdesk.condition_type (
    value_type text CONSTRAINT condition_type_pkey PRIMARY KEY,
    operators text[] NOT NULL
);
INSERT INTO helpdesk.condition_type (value_type, operators) VALUES
    ('text', '{is,is_not,in,not_in,contains,starts_with,matches,is_empty,changed,changed_from,changed_to}'),
    ('choice', '{is,is_not,in,not_in,is_empty,changed,changed_from,changed_to}'),
    ('priority', '{is,is_not,in,not_in,greater,less,between,changed,changed_from,changed_to}'),
    ('id', '{is,is_not,in,not_in,is_empty,changed,changed_from,changed_to}'),
    ('number', '{is,is_not,in,not_in,greater,less,between,is_empty}'),
    ('bool', '{is,is_not}'),
    ('past', '{greater,less,between,is_empty,older_than,within}'),
    ('future', '{greater,less,between,is_empty,older_than,within,changed}'),
    ('tags', '{is,is_not,in,not_in,contains,is_empty,changed,changed_from,changed_to}');

CREATE TABLE helpdesk.condition_field (
    field text CONSTRAINT condition_field_pkey PRIMARY KEY,
    value_type text NOT NULL CONSTRAINT condition_field_type_fkey REFERENCES helpdesk.condition_type,
    expression text NOT NULL,
    choices text,
    allowed text[],
    changed_by text,
    needs_caller boolean NOT NULL DEFAULT false,
    is_for_sla boolean NOT NULL DEFAULT false,
    description text NOT NULL,
    CONSTRAINT condition_field_choices_are_for_values CHECK (choices IS NULL OR value_type IN ('choice', 'priority', 'id', 'tags'))
);
CREATE INDEX condition_field_type_idx ON helpdesk.condition_field (value_type);
COMMENT ON INDEX helpdesk.condition_field_type_idx IS 'Foreign key to condition_type.';
COMMENT ON COLUMN helpdesk.condition_field.expression IS 'SQL over v, a row of helpdesk.rule_ticket; EXISTS stands here and not in the view, so that it can become a join. Of tags and choices: what follows FROM, g being the row.';
COMMENT ON COLUMN helpdesk.condition_field.choices IS 'Table and column that hold the allowed values, as table.column in helpdesk.';
COMMENT ON COLUMN helpdesk.condition_field.allowed IS 'The allowed values, where no table holds them.';
COMMENT ON COLUMN helpdesk.condition_field.needs_caller IS 'For views and macros only: escalation rules, automations and workflows run without a caller.';
COMMENT ON COLUMN helpdesk.condition_field.is_for_sla IS 'SLA policies may look at it: v of helpdesk.rebuild_sla_matching has it, and its change is an event that matches anew.';
COMMENT ON COLUMN helpdesk.condition_field.changed_by IS 'Event kind whose payload has from and to of the field; ticket_updated: under changes.';

INSERT INTO helpdesk.condition_field (field, value_type, expression, choices, changed_by, description) VALUES
    ('reference', 'text', 'v.reference', NULL, NULL, 'Reference of the ticket.'),
    ('subject', 'text', 'v.subject', NULL, 'ticket_updated', 'Subject.'),
    ('description', 'text', 'v.description', NULL, 'ticket_updated', 'Description.'),
    ('status', 'choice', 'v.status', 'status.status', 'ticket_status_changed', 'Status.'),
    ('status_category', 'choice', 'v.status_category', NULL, NULL, 'What the status means.'),
    ('priority', 'priority', 'v.priority', 'priority.priority', 'ticket_priority_changed', 'Priority; greater is more urgent.'),
    ('ticket_type', 'choice', 'v.ticket_type', 'ticket_type.ticket_type', 'ticket_updated', 'Type.'),
    ('channel', 'choice', 'v.channel', 'channel.channel', NULL, 'Channel by which it arrived.'),
    ('language', 'text', 'v.language', NULL, 'ticket_updated', 'Language.'),
    ('department_id', 'id', 'v.department_id', 'department.department_id', 'department_changed', 'Department; @mine: the caller''s.'),
    ('assignee_id', 'id', 'v.assignee_id', 'agent.person_id', 'ticket_assigned', 'Assignee; @me: the caller.'),
    ('requester_id', 'id', 'v.requester_id', 'person.person_id', 'ticket_updated', 'Requester; @me: the caller.'),
    ('organisation_id', 'id', 'v.organisation_id', 'organisation.organisation_id', 'ticket_updated', 'Organisation.'),
    ('tags', 'tags', 'helpdesk.ticket_tag AS tt JOIN helpdesk.tag AS g USING (tag_id) WHERE tt.ticket_id = v.ticket_id', 'tag.name', NULL, 'Tags, by name.'),
    ('created_at', 'past', 'v.created_at', NULL, NULL, 'When it was opened.'),
    ('updated_at', 'past', 'v.updated_at', NULL, NULL, 'When it last changed.'),
    ('first_response_at', 'past', 'v.first_response_at', NULL, NULL, 'When staff first replied; empty: not yet.'),
    ('last_message_at', 'past', 'v.last_message_at', NULL, NULL, 'When the last message was written.'),
    ('last_reply_at', 'past', 'v.last_reply_at', NULL, NULL, 'When a person last wrote a public reply.'),
    ('last_reply_is_by_staff', 'bool', 'v.last_reply_is_by_staff', NULL, NULL, 'Whether staff wrote the last public reply by a person.'),
    ('last_message_body', 'text', 'v.last_message_body', NULL, NULL, 'Text of the last message.'),
    ('resolved_at', 'past', 'v.resolved_at', NULL, NULL, 'When it was resolved.'),
    ('reopened_at', 'past', 'v.reopened_at', NULL, NULL, 'When it was last reopened.'),
    ('status_changed_at', 'past', 'v.status_changed_at', NULL, NULL, 'When the status last changed.'),
    ('assigned_at', 'past', 'v.assigned_at', NULL, NULL, 'When the assignee last changed.'),
    ('due_at', 'future', 'v.due_at', NULL, 'ticket_updated', 'Due date set by hand.'),
    ('sla.first_response_due_at', 'future', 'v.sla_first_response_due_at', NULL, NULL, 'When the first response is due.'),
    ('sla.next_response_due_at', 'future', 'v.sla_next_response_due_at', NULL, NULL, 'When the next response is due.'),
    ('sla.resolution_due_at', 'future', 'v.sla_resolution_due_at', NULL, NULL, 'When the resolution is due.'),
    ('sla.is_warned', 'bool', 'EXISTS (SELECT 1 FROM helpdesk.sla_clock AS c WHERE c.ticket_id = v.ticket_id AND c.warned_at IS NOT NULL AND c.stopped_at IS NULL)', NULL, NULL, 'Whether a running target is about to be missed.'),
    ('sla.is_at_risk', 'bool', 'EXISTS (SELECT 1 FROM helpdesk.sla_clock AS c WHERE c.ticket_id = v.ticket_id AND c.stopped_at IS NULL AND (c.breached_at IS NOT NULL OR c.warned_at IS NOT NULL))', NULL, NULL, 'Whether a running target was missed or is about to be.'),
    ('sla.is_breached', 'bool', 'EXISTS (SELECT 1 FROM helpdesk.sla_clock AS c WHERE c.ticket_id = v.ticket_id AND c.breached_at IS NOT NULL)', NULL, NULL, 'Whether a target was ever missed.'),
    ('has_alert', 'bool', 'EXISTS (SELECT 1 FROM helpdesk.mention AS m WHERE m.ticket_id = v.ticket_id AND m.escalation_id IS NOT NULL AND m.addressed_at IS NULL)', NULL, NULL, 'Whether a request for help is not addressed.'),
    ('is_escalated_to_me', 'bool', 'v.ticket_id = ANY (ARRAY(SELECT m.ticket_id FROM helpdesk.mention AS m WHERE m.mentioned_id = (SELECT helpdesk.me()) AND m.escalation_id IS NOT NULL AND m.addressed_at IS NULL))', NULL, NULL, 'Whether the caller was asked for help and has not addressed it.'),
    ('reply_count', 'number', 'v.reply_count', NULL, NULL, 'How many public replies it has.'),
    ('is_snoozed', 'bool', 'v.snoozed_until IS NOT NULL', NULL, NULL, 'Whether it is put aside until an instant.'),
    ('is_spam', 'bool', 'v.is_spam', NULL, NULL, 'Whether it is marked as spam.'),
    ('is_open', 'bool', 'v.status_category NOT IN (''solved'', ''closed'')', NULL, NULL, 'Neither solved nor closed.'),
    ('requester.name', 'text', 'v.requester_name', NULL, NULL, 'Requester''s name.'),
    ('requester.email', 'text', 'v.requester_email', NULL, NULL, 'Requester''s mail address.'),
    ('requester.is_guest', 'bool', 'v.requester_is_guest', NULL, NULL, 'Whether the requester has no account.'),
    ('requester.language', 'text', 'v.requester_language', NULL, NULL, 'Requester''s language.'),
    ('organisation.name', 'text', 'v.organisation_name', NULL, NULL, 'Organisation''s name.'),
    ('assignee.availability', 'choice', 'v.assignee_availability', NULL, NULL, 'Assignee''s availability.');
UPDATE helpdesk.condition_field SET needs_caller = true WHERE field = 'is_escalated_to_me';
UPDATE helpdesk.condition_field SET is_for_sla = true WHERE field IN (
    'priority', 'ticket_type', 'channel', 'department_id', 'organisation_id', 'organisation.name', 'requester_id', 'requester.name',
    'requester.email', 'requester.is_guest', 'requester.language', 'tags'
);
UPDATE helpdesk.condition_field SET allowed = '{new,open,pending,on_hold,solved,closed}' WHERE field = 'status_category';
UPDATE helpdesk.condition_field SET allowed = '{online,away,offline}' WHERE field = 'assignee.availability';

CREATE TABLE helpdesk.rule_action (
    action text CONSTRAINT rule_action_pkey PRIMARY KEY,
    value_shape text NOT NULL,
    choices text,
    rule_kinds text[] NOT NULL,
    description text NOT NULL,
    CONSTRAINT rule_action_shape_is_known CHECK (value_shape IN ('none', 'value', 'optional', 'names', 'text', 'people', 'duration', 'custom'))
);
INSERT INTO helpdesk.rule_action (action, value_shape, choices, rule_kinds, description) VALUES
    ('set_status', 'value', 'status.status', '{escalation,automation,workflow,button,macro,bulk}', 'Change the status.'),
    ('set_priority', 'value', 'priority.priority', '{escalation,automation,workflow,button,macro,bulk}', 'Change the priority.'),
    ('set_type', 'value', 'ticket_type.ticket_type', '{escalation,automation,workflow,button,macro,bulk}', 'Change the type.'),
    ('assign', 'optional', 'agent.person_id', '{escalation,automation,workflow,button,macro,bulk}', 'Assign to a person, to @me (buttons, macros, bulk), or null: to nobody.'),
    ('set_department', 'optional', 'department.department_id', '{escalation,automation,workflow,button,macro,bulk}', 'Move to a department, or null: to none.'),
    ('add_tags', 'names', 'tag.name', '{escalation,automation,workflow,button,macro,bulk}', 'Add tags by name.'),
    ('remove_tags', 'names', 'tag.name', '{escalation,automation,workflow,button,macro,bulk}', 'Remove tags by name.'),
    ('add_note', 'text', NULL, '{escalation,automation,workflow,button,macro}', 'Write an internal note; placeholders allowed.'),
    ('reply', 'text', NULL, '{automation,workflow,button,macro}', 'Write a public reply; placeholders allowed. Rules that run by themselves answer no automatic mail, no spam, and a ticket at most rules.max_replies_per_day times.'),
    ('notify', 'people', NULL, '{escalation,automation,workflow,button}', 'Notify people: ids, assignee, followers, department, role:admin, role:agent.'),
    ('follow', 'people', NULL, '{escalation,automation,workflow,button,macro}', 'Let staff follow the ticket.'),
    ('delete', 'none', NULL, '{bulk}', 'Delete the ticket.'),
    ('delay', 'duration', NULL, '{workflow}', 'Go on after a duration.');

CREATE TABLE helpdesk.rule (
    rule_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rule_pkey PRIMARY KEY,
    kind text NOT NULL,
    name text NOT NULL,
    description text,
    position int NOT NULL DEFAULT 100,
    is_active boolean NOT NULL DEFAULT true,
    trigger_kind text CONSTRAINT rule_trigger_kind_fkey REFERENCES helpdesk.event_kind,
    is_manual boolean NOT NULL DEFAULT false,
    conditions jsonb NOT NULL DEFAULT '{}',
    predicate text NOT NULL,
    actions jsonb NOT NULL,
    owner_id bigint CONSTRAINT rule_owner_fkey REFERENCES helpdesk.agent,
    is_shared boolean NOT NULL DEFAULT true,
    failures int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    updated_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT rule_kind_is_known CHECK (kind IN ('escalation', 'automation', 'workflow', 'macro')),
    CONSTRAINT rule_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 200),
    CONSTRAINT rule_workflow_has_trigger CHECK ((kind = 'workflow' AND NOT is_manual) = (trigger_kind IS NOT NULL)),
    CONSTRAINT rule_manual_is_workflow CHECK (NOT is_manual OR kind = 'workflow'),
    CONSTRAINT rule_private_is_macro CHECK (is_shared OR (kind = 'macro' AND owner_id IS NOT NULL))
);
COMMENT ON TABLE helpdesk.rule IS
'escalation and automation: swept over open tickets; workflow: on an event, or by hand (a button); macro: applied by an agent.';
COMMENT ON COLUMN helpdesk.rule.predicate IS 'conditions compiled to SQL over helpdesk.rule_ticket AS v; $1 conditions, $2 as_of, x.event the event.';
COMMENT ON COLUMN helpdesk.rule.failures IS 'Errors in a row; at rules.failures_allowed the rule is switched off.';
CREATE UNIQUE INDEX rule_shared_name_key ON helpdesk.rule (kind, name) WHERE is_shared;
COMMENT ON INDEX helpdesk.rule_shared_name_key IS 'Rules of a kind are told apart by name.';
CREATE UNIQUE INDEX rule_private_name_key ON helpdesk.rule (owner_id, name) WHERE NOT is_shared;
COMMENT ON INDEX helpdesk.rule_private_name_key IS 'As are an agent''s own macros, whatever others call theirs.';
CREATE INDEX rule_trigger_kind_idx ON helpdesk.rule (trigger_kind) WHERE kind = 'workflow' AND is_active;
COMMENT ON INDEX helpdesk.rule_trigger_kind_idx IS 'The workflows of an event, at each event; foreign key.';
CREATE INDEX rule_owner_idx ON helpdesk.rule (owner_id);
COMMENT ON INDEX helpdesk.rule_owner_idx IS 'An agent''s own macros; foreign key.';

CREATE TABLE helpdesk.rule_firing (
    firing_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rule_firing_pkey PRIMARY KEY,
    rule_id bigint NOT NULL CONSTRAINT rule_firing_rule_fkey REFERENCES helpdesk.rule ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT rule_firing_ticket_fkey REFERENCES helpdesk.ticket,
    event_id bigint CONSTRAINT rule_firing_event_fkey REFERENCES helpdesk.event ON DELETE CASCADE,
    actor_id bigint CONSTRAINT rule_firing_actor_fkey REFERENCES helpdesk.person,
    fired_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    ended_at timestamptz,
    outcome text NOT NULL,
    detail jsonb NOT NULL DEFAULT '[]',
    undo jsonb,
    undone_at timestamptz,
    CONSTRAINT rule_firing_outcome_is_known CHECK (outcome IN ('applied', 'refused', 'failed', 'waiting'))
);
COMMENT ON TABLE helpdesk.rule_firing IS 'Each time a rule met a ticket, with what it did or why not.';
COMMENT ON COLUMN helpdesk.rule_firing.outcome IS
'What came of it. A swept rule fires again only after ended_at, whatever the outcome.
applied: Its actions were carried out.
waiting: A workflow has met a delay; the rest of its actions is a row of rule_step.
refused: The ticket or a limit did not allow it; detail says why.
failed: The rule raised an error; what it had begun was undone.
-> applied: fire_rule, apply_macro, run_workflow
-> refused: fire_rule, run_workflow, tg_event__start_workflows
-> waiting: run_workflow
-> failed: run_workflows
waiting -> waiting: run_workflow, at the next delay
waiting -> applied: run_workflow
waiting -> refused: run_workflow, also when the workflow has been switched off
waiting -> failed: run_workflows';
COMMENT ON COLUMN helpdesk.rule_firing.ended_at IS 'Of swept rules: when the ticket stopped matching; until then the rule does not fire again.';
COMMENT ON COLUMN helpdesk.rule_firing.undo IS 'Of macros: what the ticket was before.';
CREATE UNIQUE INDEX rule_firing_once_per_match ON helpdesk.rule_firing (rule_id, ticket_id) WHERE event_id IS NULL AND ended_at IS NULL;
COMMENT ON INDEX helpdesk.rule_firing_once_per_match IS 'A swept rule fires once while a ticket goes on matching.';
CREATE UNIQUE INDEX rule_firing_once_per_event ON helpdesk.rule_firing (rule_id, event_id) WHERE event_id IS NOT NULL;
COMMENT ON INDEX helpdesk.rule_firing_once_per_event IS 'A workflow fires once per event.';
CREATE INDEX rule_firing_ticket_idx ON helpdesk.rule_firing (ticket_id, rule_id, fired_at);
COMMENT ON INDEX helpdesk.rule_firing_ticket_idx IS 'What rules did to a ticket; the cap on firings; foreign key.';
CREATE INDEX rule_firing_rule_idx ON helpdesk.rule_firing (rule_id, firing_id DESC);
COMMENT ON INDEX helpdesk.rule_firing_rule_idx IS 'A rule''s log, newest first; foreign key.';
CREATE INDEX rule_firing_event_idx ON helpdesk.rule_firing (event_id) WHERE event_id IS NOT NULL;
COMMENT ON INDEX helpdesk.rule_firing_event_idx IS 'Foreign key to event.';
CREATE INDEX rule_firing_actor_idx ON helpdesk.rule_firing (actor_id) WHERE actor_id IS NOT NULL;
COMMENT ON INDEX helpdesk.rule_firing_actor_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.rule_error (
    rule_error_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rule_error_pkey PRIMARY KEY,
    rule_id bigint NOT NULL CONSTRAINT rule_error_rule_fkey REFERENCES helpdesk.rule ON DELETE CASCADE,
    at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    error text NOT NULL
);
COMMENT ON TABLE helpdesk.rule_error IS 'Errors of rules, which undid what the rule had begun.';
CREATE INDEX rule_error_rule_idx ON helpdesk.rule_error (rule_id, rule_error_id DESC);
COMMENT ON INDEX helpdesk.rule_error_rule_idx IS 'A rule''s errors, newest first; foreign key.';

CREATE TABLE helpdesk.rule_step (
    step_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rule_step_pkey PRIMARY KEY,
    rule_id bigint NOT NULL CONSTRAINT rule_step_rule_fkey REFERENCES helpdesk.rule ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT rule_step_ticket_fkey REFERENCES helpdesk.ticket,
    event_id bigint NOT NULL CONSTRAINT rule_step_event_fkey REFERENCES helpdesk.event ON DELETE CASCADE,
    depth int NOT NULL,
    actions jsonb,
    due_at timestamptz NOT NULL,
    CONSTRAINT rule_step_once UNIQUE (rule_id, event_id)
);
COMMENT ON TABLE helpdesk.rule_step IS 'Workflows to be tried or gone on with; a row goes when its workflow is done.';
COMMENT ON COLUMN helpdesk.rule_step.actions IS 'The actions that are left, as they were when the workflow began; null: not tried yet.';
CREATE INDEX rule_step_due_idx ON helpdesk.rule_step (due_at);
COMMENT ON INDEX helpdesk.rule_step_due_idx IS 'run_workflows: what is due.';
CREATE INDEX rule_step_ticket_idx ON helpdesk.rule_step (ticket_id);
COMMENT ON INDEX helpdesk.rule_step_ticket_idx IS 'Foreign key to ticket.';
CREATE INDEX rule_step_event_idx ON helpdesk.rule_step (event_id);
COMMENT ON INDEX helpdesk.rule_step_event_idx IS 'Foreign key to event.';

CREATE INDEX event_turn_idx ON helpdesk.event (ticket_id, event_id) INCLUDE (kind, at)
    WHERE kind IN ('ticket_created', 'ticket_status_changed', 'ticket_assigned', 'ticket_unassigned');
COMMENT ON INDEX helpdesk.event_turn_idx IS 'Conditions status_changed_at and assigned_at: the last of a kind, without reading a ticket''s history.';
CREATE INDEX sla_clock_at_risk_idx ON helpdesk.sla_clock (ticket_id)
    WHERE stopped_at IS NULL AND (breached_at IS NOT NULL OR warned_at IS NOT NULL);
COMMENT ON INDEX helpdesk.sla_clock_at_risk_idx IS 'Condition sla.is_at_risk: quick filter SLA breaching.';
CREATE INDEX sla_clock_breached_idx ON helpdesk.sla_clock (ticket_id) WHERE breached_at IS NOT NULL;
COMMENT ON INDEX helpdesk.sla_clock_breached_idx IS 'Condition sla.is_breached.';

CREATE INDEX ticket_unclosed_idx ON helpdesk.ticket (ticket_id) WHERE deleted_at IS NULL AND status_category <> 'closed';
COMMENT ON INDEX helpdesk.ticket_unclosed_idx IS 'Automations: what is not closed.';
CREATE INDEX ticket_open_priority_idx ON helpdesk.ticket (priority, updated_at DESC)
    WHERE deleted_at IS NULL AND status_category NOT IN ('solved', 'closed');
COMMENT ON INDEX helpdesk.ticket_open_priority_idx IS 'Open tickets of some priorities: quick filter urgent, escalation rules.';

CREATE INDEX ticket_open_assignee_idx ON helpdesk.ticket (assignee_id, updated_at DESC, ticket_id DESC)
    WHERE deleted_at IS NULL AND status_category NOT IN ('solved', 'closed');
COMMENT ON INDEX helpdesk.ticket_open_assignee_idx IS 'Open tickets of one assignee, also of one with few: quick filters my tickets, waiting on me, unassigned.';

CREATE TABLE helpdesk.saved_view (
    view_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT saved_view_pkey PRIMARY KEY,
    slug text CONSTRAINT saved_view_slug_key UNIQUE,
    name text NOT NULL,
    conditions jsonb NOT NULL DEFAULT '{}',
    predicate text NOT NULL,
    sort text NOT NULL DEFAULT 'updated_at.desc',
    owner_id bigint CONSTRAINT saved_view_owner_fkey REFERENCES helpdesk.agent,
    department_id bigint CONSTRAINT saved_view_department_fkey REFERENCES helpdesk.department ON DELETE CASCADE,
    shared_with text NOT NULL DEFAULT 'owner',
    position int NOT NULL DEFAULT 100,
    icon text,
    color text,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT saved_view_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 200),
    CONSTRAINT saved_view_sort_is_known CHECK (
        sort ~ '^(updated_at|created_at|last_message_at|due_at|priority)\.(asc|desc)$'
    ),
    CONSTRAINT saved_view_sharing_is_known CHECK (shared_with IN ('owner', 'department', 'agent', 'admin')),
    CONSTRAINT saved_view_department_is_named CHECK ((shared_with = 'department') = (department_id IS NOT NULL)),
    CONSTRAINT saved_view_private_has_owner CHECK (shared_with <> 'owner' OR owner_id IS NOT NULL),
    CONSTRAINT saved_view_color_is_hex CHECK (color ~ '^#[0-9a-f]{6}$')
);
COMMENT ON TABLE helpdesk.saved_view IS 'Lists of tickets as conditions; slug names the quick filters that ship.';
CREATE INDEX saved_view_owner_idx ON helpdesk.saved_view (owner_id);
COMMENT ON INDEX helpdesk.saved_view_owner_idx IS 'An agent''s own views; foreign key.';
CREATE INDEX saved_view_department_idx ON helpdesk.saved_view (department_id);
COMMENT ON INDEX helpdesk.saved_view_department_idx IS 'A department''s views; foreign key.';

CREATE TABLE helpdesk.canned_folder (
    folder_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT canned_folder_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT canned_folder_name_key UNIQUE,
    position int NOT NULL DEFAULT 100
);
CREATE TABLE helpdesk.canned_reply (
    canned_reply_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT canned_reply_pkey PRIMARY KEY,
    folder_id bigint CONSTRAINT canned_reply_folder_fkey REFERENCES helpdesk.canned_folder ON DELETE SET NULL,
    title text NOT NULL,
    body text NOT NULL,
    owner_id bigint CONSTRAINT canned_reply_owner_fkey REFERENCES helpdesk.agent,
    is_shared boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT canned_reply_title_is_short_text CHECK (title ~ '\S' AND length(title) <= 200),
    CONSTRAINT canned_reply_body_has_limit CHECK (body ~ '\S' AND length(body) <= 50000),
    CONSTRAINT canned_reply_private_has_owner CHECK (is_shared OR owner_id IS NOT NULL)
);
CREATE INDEX canned_reply_folder_idx ON helpdesk.canned_reply (folder_id);
COMMENT ON INDEX helpdesk.canned_reply_folder_idx IS 'A folder''s replies; foreign key.';
CREATE INDEX canned_reply_owner_idx ON helpdesk.canned_reply (owner_id);
COMMENT ON INDEX helpdesk.canned_reply_owner_idx IS 'An agent''s own replies; foreign key.';

INSERT INTO helpdesk.error_code (code, http_status, meaning, hint) VALUES
    ('PD401', 422, 'a condition is wrong', 'Correct the part of the conditions that the message names; see /rest/condition_fields.'),
    ('PD402', 422, 'an action is wrong', 'Correct the part of the actions that the message names; see /rest/rule_actions.'),
    ('PD403', 409, 'the macro can no longer be undone', 'Change the ticket by hand.'),
    ('PD404', 422, 'a placeholder is unknown', 'See /rest/placeholders.'),
    ('PD405', 422, 'a pattern takes too long', 'Make the regular expression simpler, or add conditions that leave fewer tickets.');
INSERT INTO helpdesk.event_kind (kind, is_public, description) VALUES
    ('rule_notified', false, 'A rule notified people.'),
    ('rule_disabled', false, 'A rule failed repeatedly and was switched off; to administrators, without a ticket.');
UPDATE helpdesk.event_kind SET notice_title = 'A rule points you to %1$s' WHERE kind = 'rule_notified';
INSERT INTO helpdesk.setting (key, value_type, default_value, allowed, description) VALUES
    ('rules.max_depth', 'int', '5', '{"min": 1, "max": 20}', 'How many rules may set each other off in a row.'),
    ('rules.max_firings_per_day', 'int', '10', '{"min": 1, "max": 1000}', 'How often a rule may fire on one ticket within 24 hours.'),
    ('rules.max_replies_per_day', 'int', '3', '{"min": 1, "max": 100}', 'How many public replies rules may write on one ticket within 24 hours, without a person asking for them.'),
    ('rules.failures_allowed', 'int', '5', '{"min": 1, "max": 1000}', 'Errors in a row after which a rule is switched off.'),
    ('rules.match_within_seconds', 'int', '5', '{"min": 1, "max": 60}', 'How long one evaluation of a rule or view may be busy with regular expressions.'),
    ('macro_undo_within_minutes', 'int', '10', '{"min": 0, "max": 1440}', 'How long a macro can be undone.');
INSERT INTO helpdesk.permission (permission, description) VALUES
    ('rules.edit', 'Change escalation rules, automations, workflows, shared macros, canned replies and views.'),
    ('macros.use', 'Apply macros and write one''s own.'),
    ('tickets.bulk', 'Change many tickets at once.');
INSERT INTO helpdesk.role_permission (role, permission) VALUES
    ('admin', 'rules.edit'), ('admin', 'macros.use'), ('admin', 'tickets.bulk'),
    ('agent', 'macros.use'), ('agent', 'tickets.bulk');

ALTER TABLE helpdesk.condition_operator ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.condition_type ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.condition_field ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.rule_action ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.rule_firing ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.rule_error ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.rule_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.canned_folder ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.canned_reply ENABLE ROW LEVEL SECURITY;
