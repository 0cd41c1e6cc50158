CREATE TABLE helpdesk.status (
    status text CONSTRAINT status_pkey PRIMARY KEY,
    category text NOT NULL,
    label text NOT NULL,
    color text NOT NULL DEFAULT '#6b7280',
    position int NOT NULL,
    is_default boolean NOT NULL DEFAULT false,
    is_active boolean NOT NULL DEFAULT true,
    description text NOT NULL DEFAULT '',
    CONSTRAINT status_with_category_key UNIQUE (status, category),
    CONSTRAINT status_is_word CHECK (status ~ '^[a-z][a-z0-9_]{0,62}$'),
    CONSTRAINT status_category_is_known CHECK (category IN ('new', 'open', 'pending', 'on_hold', 'solved', 'closed')),
    CONSTRAINT status_color_is_hex CHECK (color ~ '^#[0-9a-f]{6}$'),
    CONSTRAINT status_default_is_active CHECK (NOT is_default OR is_active),
    CONSTRAINT status_default_is_unsolved CHECK (NOT is_default OR category IN ('new', 'open'))
);
COMMENT ON TABLE helpdesk.status IS
    'The statuses of tickets. What leads from one to another are the rows of status_transition.';
COMMENT ON COLUMN helpdesk.status.status IS 'Key; workflows, transitions and clients name it.';
COMMENT ON COLUMN helpdesk.status.category IS
    'What it means to rules: new, open, pending (the customer), on_hold (a third party), solved, closed.';
COMMENT ON COLUMN helpdesk.status.label IS 'What people read.';
COMMENT ON COLUMN helpdesk.status.color IS 'Of its mark in lists: #rrggbb.';
COMMENT ON COLUMN helpdesk.status.position IS 'Order in lists, lowest first.';
COMMENT ON COLUMN helpdesk.status.is_default IS 'New tickets begin here; one status has it.';
COMMENT ON COLUMN helpdesk.status.is_active IS 'Whether a ticket can get it; those that have it keep it.';
COMMENT ON COLUMN helpdesk.status.description IS
    'What a ticket in this status is waiting for, in a sentence; drawn in docs/states.md.';
COMMENT ON CONSTRAINT status_is_word ON helpdesk.status IS
    'status is at most 63 lower-case letters, digits and underscores, a letter first.';
COMMENT ON CONSTRAINT status_category_is_known ON helpdesk.status IS
    'category is new, open, pending, on_hold, solved or closed.';
COMMENT ON CONSTRAINT status_color_is_hex ON helpdesk.status IS
    'color is # and six hexadecimal digits in lower case. Write for example #6b7280.';
COMMENT ON CONSTRAINT status_default_is_active ON helpdesk.status IS
    'The default status is active. Make another status the default first.';
COMMENT ON CONSTRAINT status_default_is_unsolved ON helpdesk.status IS 'The default status is of category new or open.';
CREATE UNIQUE INDEX status_default_is_one ON helpdesk.status (is_default) WHERE is_default;
COMMENT ON INDEX helpdesk.status_default_is_one IS 'A new ticket has one possible status.';

INSERT INTO helpdesk.status (status, category, label, color, position, is_default, description) VALUES
    ('open', 'open', 'Open', '#3b82f6', 10, true, 'Nobody has begun to work on it. New tickets start here.'),
    ('in_progress', 'open', 'In progress', '#6366f1', 20, false, 'Somebody is working on it.'),
    ('waiting_on_customer', 'pending', 'Waiting on customer', '#f59e0b', 30, false,
        'The customer has to answer. A reply by staff leads here: setting status_on_agent_reply.'),
    ('waiting_on_agent', 'open', 'Waiting on agent', '#f97316', 40, false,
        'The customer has answered; the desk has to act. That answer leads here: setting status_on_customer_reply.'),
    ('on_hold', 'on_hold', 'On hold', '#a855f7', 50, false,
        'A third party has to act, neither the customer nor the desk.'),
    ('escalated', 'open', 'Escalated', '#ef4444', 60, false,
        'It needs more than its assignee can do. A request for help does not lead here: that leaves the status as it '
        'is.'),
    ('reopened', 'open', 'Reopened', '#06b6d4', 70, false,
        'It was resolved or closed and is open again. A reply of its requester leads here, until reopen_within_days '
        'have passed.'),
    ('resolved', 'solved', 'Resolved', '#22c55e', 80, false,
        'Staff say that it is solved. After auto_close_resolved_after_days it is closed.'),
    ('closed', 'closed', 'Closed', '#6b7280', 90, false,
        'It is done. Merging and marking as spam lead here, too, and undoing them gives the old status back.');

CREATE TABLE helpdesk.status_transition (
    from_status text NOT NULL
        CONSTRAINT status_transition_from_fkey REFERENCES helpdesk.status ON UPDATE CASCADE ON DELETE CASCADE,
    to_status text NOT NULL
        CONSTRAINT status_transition_to_fkey REFERENCES helpdesk.status ON UPDATE CASCADE ON DELETE CASCADE,
    roles text[] NOT NULL DEFAULT '{agent,admin,system}',
    required_fields text[] NOT NULL DEFAULT '{}',
    CONSTRAINT status_transition_pkey PRIMARY KEY (from_status, to_status),
    CONSTRAINT status_transition_moves CHECK (from_status <> to_status),
    CONSTRAINT status_transition_roles_are_known CHECK (roles <@ '{customer,agent,admin,system}'),
    CONSTRAINT status_transition_fields_are_known
        CHECK (required_fields <@ '{assignee_id,department_id,ticket_type,organisation_id,due_at}')
);
COMMENT ON TABLE helpdesk.status_transition IS
    'Which change of status is allowed, to whom, and what the ticket must have; what has no row is refused to '
    'everybody.';
COMMENT ON COLUMN helpdesk.status_transition.from_status IS 'Status before.';
COMMENT ON COLUMN helpdesk.status_transition.to_status IS 'Status after.';
COMMENT ON COLUMN helpdesk.status_transition.roles IS
    'Who may: customer, agent, admin; system: rules, jobs and direct logins.';
COMMENT ON COLUMN helpdesk.status_transition.required_fields IS 'Columns of the ticket that must not be empty then.';
COMMENT ON CONSTRAINT status_transition_moves ON helpdesk.status_transition IS
    'A transition leads to another status than it begins with.';
COMMENT ON CONSTRAINT status_transition_roles_are_known ON helpdesk.status_transition IS
    'roles are of customer, agent, admin and system.';
COMMENT ON CONSTRAINT status_transition_fields_are_known ON helpdesk.status_transition IS
    'required_fields are of assignee_id, department_id, ticket_type, organisation_id and due_at.';
CREATE INDEX status_transition_to_idx ON helpdesk.status_transition (to_status);
COMMENT ON INDEX helpdesk.status_transition_to_idx IS 'Foreign key to status.';

INSERT INTO helpdesk.status_transition (from_status, to_status, roles, required_fields)
SELECT
    f.status,
    t.status,
    CASE
        WHEN t.category = 'closed' THEN '{customer,agent,admin,system}'::text[]
        WHEN f.status IN ('waiting_on_customer', 'on_hold') AND t.status = 'waiting_on_agent'
            THEN '{customer,agent,admin,system}'::text[]
        ELSE '{agent,admin,system}'::text[]
    END,
    CASE WHEN t.category = 'solved' THEN '{assignee_id}'::text[] ELSE '{}'::text[] END
FROM helpdesk.status AS f
CROSS JOIN helpdesk.status AS t
WHERE f.category NOT IN ('solved', 'closed') AND f.status <> t.status AND t.status <> 'reopened'
UNION ALL VALUES
    ('resolved', 'closed', '{customer,agent,admin,system}'::text[], '{}'::text[]),
    ('resolved', 'reopened', '{customer,agent,admin,system}', '{}'),
    ('closed', 'reopened', '{customer,agent,admin,system}', '{}');

CREATE TABLE helpdesk.priority (
    priority text CONSTRAINT priority_pkey PRIMARY KEY,
    label text NOT NULL,
    position int NOT NULL CONSTRAINT priority_position_key UNIQUE,
    color text NOT NULL,
    CONSTRAINT priority_with_position_key UNIQUE (priority, position),
    CONSTRAINT priority_color_is_hex CHECK (color ~ '^#[0-9a-f]{6}$')
);
COMMENT ON TABLE helpdesk.priority IS 'How urgent tickets are.';
COMMENT ON COLUMN helpdesk.priority.priority IS 'Key.';
COMMENT ON COLUMN helpdesk.priority.label IS 'What people read.';
COMMENT ON COLUMN helpdesk.priority.position IS 'Higher is more urgent.';
COMMENT ON COLUMN helpdesk.priority.color IS 'Of its mark in lists: #rrggbb.';
COMMENT ON CONSTRAINT priority_color_is_hex ON helpdesk.priority IS
    'color is # and six hexadecimal digits in lower case. Write for example #6b7280.';

INSERT INTO helpdesk.priority (priority, label, position, color) VALUES
    ('low', 'Low', 10, '#6b7280'),
    ('medium', 'Medium', 20, '#3b82f6'),
    ('high', 'High', 30, '#f59e0b'),
    ('urgent', 'Urgent', 40, '#f97316'),
    ('critical', 'Critical', 50, '#ef4444');

CREATE TABLE helpdesk.ticket_type (
    ticket_type text CONSTRAINT ticket_type_pkey PRIMARY KEY,
    label text NOT NULL
);
COMMENT ON TABLE helpdesk.ticket_type IS 'What kind of matter a ticket is.';
COMMENT ON COLUMN helpdesk.ticket_type.ticket_type IS 'Key.';
COMMENT ON COLUMN helpdesk.ticket_type.label IS 'What people read.';

INSERT INTO helpdesk.ticket_type (ticket_type, label) VALUES
    ('problem', 'Problem'), ('incident', 'Incident'), ('task', 'Task');

CREATE TABLE helpdesk.channel (
    channel text CONSTRAINT channel_pkey PRIMARY KEY,
    label text NOT NULL
);
COMMENT ON TABLE helpdesk.channel IS 'The ways by which tickets and messages come in.';
COMMENT ON COLUMN helpdesk.channel.channel IS 'Key.';
COMMENT ON COLUMN helpdesk.channel.label IS 'What people read.';

CREATE TABLE helpdesk.tag (
    tag_id bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT tag_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT tag_name_key UNIQUE,
    color text NOT NULL DEFAULT '#6b7280',
    description text,
    is_public boolean NOT NULL DEFAULT false,
    is_active boolean NOT NULL DEFAULT true,
    CONSTRAINT tag_name_is_word CHECK (name ~ '^[^\s,A-Z][^,A-Z]{0,63}$' AND name = btrim(name)),
    CONSTRAINT tag_color_is_hex CHECK (color ~ '^#[0-9a-f]{6}$')
);
COMMENT ON TABLE helpdesk.tag IS 'Words to sort tickets by.';
COMMENT ON COLUMN helpdesk.tag.tag_id IS 'Key.';
COMMENT ON COLUMN helpdesk.tag.name IS
    'Unique word in lower case, without commas and leading blanks, at most 64 characters.';
COMMENT ON COLUMN helpdesk.tag.color IS 'Of its mark in lists: #rrggbb.';
COMMENT ON COLUMN helpdesk.tag.description IS 'When to use it; null: nothing is said.';
COMMENT ON CONSTRAINT tag_name_is_word ON helpdesk.tag IS
    'The name of a tag has 1 to 64 characters in lower case, no comma, and no blank at its ends.';
COMMENT ON CONSTRAINT tag_color_is_hex ON helpdesk.tag IS
    'color is # and six hexadecimal digits in lower case. Write for example #6b7280.';
COMMENT ON COLUMN helpdesk.tag.is_public IS 'Customers and guests see it, too; the others are words among staff.';
COMMENT ON COLUMN helpdesk.tag.is_active IS 'Whether tickets can get it; those that have it keep it.';

CREATE TABLE helpdesk.ticket (
    ticket_id bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT ticket_pkey PRIMARY KEY,
    reference text NOT NULL CONSTRAINT ticket_reference_key UNIQUE,
    subject text NOT NULL,
    description text NOT NULL DEFAULT '',
    status text NOT NULL,
    status_category text NOT NULL,
    priority text NOT NULL,
    priority_rank int NOT NULL,
    ticket_type text NOT NULL DEFAULT 'question' CONSTRAINT ticket_type_fkey REFERENCES helpdesk.ticket_type,
    channel text NOT NULL DEFAULT 'api' CONSTRAINT ticket_channel_fkey REFERENCES helpdesk.channel,
    requester_id bigint NOT NULL CONSTRAINT ticket_requester_fkey REFERENCES helpdesk.person,
    organisation_id bigint CONSTRAINT ticket_organisation_fkey REFERENCES helpdesk.organisation,
    department_id bigint CONSTRAINT ticket_department_fkey REFERENCES helpdesk.department,
    assignee_id bigint CONSTRAINT ticket_assignee_fkey REFERENCES helpdesk.agent,
    merged_into_id bigint CONSTRAINT ticket_merged_into_fkey REFERENCES helpdesk.ticket,
    language text NOT NULL DEFAULT 'en',
    due_at timestamptz,
    next_due_at timestamptz,
    sla_state text,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    updated_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    first_response_at timestamptz,
    last_message_id bigint,
    last_message_at timestamptz,
    resolved_at timestamptz,
    closed_at timestamptz,
    reopened_at timestamptz,
    deleted_at timestamptz,
    asked_at timestamptz,
    -- Snooze and spam are facts beside the status: a snoozed ticket stays open, and what was is given back.
    snoozed_until timestamptz,
    is_spam boolean NOT NULL DEFAULT false,
    is_unverified boolean NOT NULL DEFAULT false,
    status_before text CONSTRAINT ticket_status_before_fkey REFERENCES helpdesk.status ON UPDATE CASCADE,
    CONSTRAINT ticket_status_fkey FOREIGN KEY (status, status_category)
        REFERENCES helpdesk.status (status, category) ON UPDATE CASCADE,
    CONSTRAINT ticket_priority_fkey FOREIGN KEY (priority, priority_rank)
        REFERENCES helpdesk.priority (priority, position) ON UPDATE CASCADE,
    CONSTRAINT ticket_sla_state_is_known CHECK (sla_state IN ('running', 'paused', 'warned', 'breached')),
    CONSTRAINT ticket_subject_is_short_text CHECK (subject ~ '\S' AND length(subject) <= 500),
    CONSTRAINT ticket_due_is_in_our_time
        CHECK (isfinite(due_at) AND extract(year FROM due_at AT TIME ZONE 'UTC') BETWEEN 1900 AND 2199),
    CONSTRAINT ticket_description_has_limit CHECK (length(description) <= 200000),
    CONSTRAINT ticket_asked_before_opened CHECK (asked_at <= created_at),
    CONSTRAINT ticket_solved_has_resolved_at
        CHECK ((status_category IN ('solved', 'closed')) = (resolved_at IS NOT NULL)),
    CONSTRAINT ticket_closed_has_closed_at CHECK ((status_category = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT ticket_merged_is_closed CHECK (merged_into_id IS NULL OR status_category = 'closed'),
    CONSTRAINT ticket_not_merged_into_itself CHECK (merged_into_id <> ticket_id),
    CONSTRAINT ticket_snoozed_is_unsolved CHECK (snoozed_until IS NULL OR status_category NOT IN ('solved', 'closed')),
    CONSTRAINT ticket_spam_is_closed CHECK (NOT is_spam OR status_category = 'closed'),
    CONSTRAINT ticket_status_before_has_use CHECK (status_before IS NULL OR is_spam OR snoozed_until IS NOT NULL),
    CONSTRAINT ticket_language_is_tag CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$')
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
COMMENT ON TABLE helpdesk.ticket IS 'One request for help. Rules: db/functions/tickets.';
COMMENT ON COLUMN helpdesk.ticket.ticket_id IS 'Key.';
COMMENT ON COLUMN helpdesk.ticket.reference IS
    'What people call it by: prefix and at least five digits of ticket_id, ESC-05001. Never changes.';
COMMENT ON COLUMN helpdesk.ticket.subject IS 'One line, at most 500 characters.';
COMMENT ON COLUMN helpdesk.ticket.description IS 'What the requester wrote first; what follows are messages.';
COMMENT ON COLUMN helpdesk.ticket.status IS 'Where it stands; allowed changes are rows of status_transition.';
COMMENT ON COLUMN helpdesk.ticket.status_category IS
    'What the status means: new, open, pending, on_hold, solved or closed. Follows status by foreign key, so that '
    'checks and partial indexes can use it.';
COMMENT ON COLUMN helpdesk.ticket.priority IS 'How urgent it is; setting default_priority where none was given.';
COMMENT ON COLUMN helpdesk.ticket.priority_rank IS
    'Position of the priority, higher is more urgent; follows it by foreign key, so that a queue is ordered by it.';
COMMENT ON COLUMN helpdesk.ticket.ticket_type IS 'What kind of matter it is.';
COMMENT ON COLUMN helpdesk.ticket.channel IS 'By which way it came; never changes.';
COMMENT ON COLUMN helpdesk.ticket.requester_id IS 'Whose ticket it is, whoever opened it.';
COMMENT ON COLUMN helpdesk.ticket.organisation_id IS
    'Whose members may see it, where they share tickets; the requester''s unless another was given. Null: none.';
COMMENT ON COLUMN helpdesk.ticket.department_id IS 'Team that it is with; null: none.';
COMMENT ON COLUMN helpdesk.ticket.assignee_id IS 'Member of staff who owns it; null: nobody.';
COMMENT ON COLUMN helpdesk.ticket.merged_into_id IS 'The ticket in which it goes on; null: it was not merged.';
COMMENT ON COLUMN helpdesk.ticket.language IS 'BCP 47 tag; the requester''s unless another was given.';
COMMENT ON COLUMN helpdesk.ticket.due_at IS
    'Due date set by hand: the resolution is due then, whatever the SLA policy says. Null: none.';
COMMENT ON COLUMN helpdesk.ticket.next_due_at IS
    'The earliest instant at which an open SLA clock is, or was, due; null: no time is running out. A copy of '
    'sla_clock that show_sla keeps, so that a queue is ordered by it.';
COMMENT ON COLUMN helpdesk.ticket.sla_state IS
    'The worst of the open SLA clocks; null: nothing is promised any more. A copy, as next_due_at.
running: Time counts towards a target.
paused: No time counts now.
warned: A target will be missed soon.
breached: A target was missed, and what it promised is still owed.
-> running, paused: show_sla, with the first clock
running, paused, warned, breached -> running, paused, warned, breached: show_sla, whenever a clock changes';
COMMENT ON COLUMN helpdesk.ticket.version IS
    'Counts changes. Send it along to be refused (PD005) if somebody was faster.';
COMMENT ON COLUMN helpdesk.ticket.created_at IS 'When it was opened.';
COMMENT ON COLUMN helpdesk.ticket.updated_at IS 'When a column of it last changed, or a reply or note was written.';
COMMENT ON COLUMN helpdesk.ticket.first_response_at IS
    'First public reply by staff other than the requester; null: not yet.';
COMMENT ON COLUMN helpdesk.ticket.last_message_id IS
    'Last reply or note: with it tg_ticket__record_events writes the message''s event. A copy, without a foreign key.';
COMMENT ON COLUMN helpdesk.ticket.last_message_at IS 'Last reply or note; null: none yet.';
COMMENT ON COLUMN helpdesk.ticket.resolved_at IS 'When it last became solved or closed; null: it is neither.';
COMMENT ON COLUMN helpdesk.ticket.closed_at IS 'When it was last closed; null: it is not.';
COMMENT ON COLUMN helpdesk.ticket.reopened_at IS 'When it last left solved or closed; null: never.';
COMMENT ON COLUMN helpdesk.ticket.deleted_at IS 'When it was deleted; it can be restored. Null: it is not.';
COMMENT ON COLUMN helpdesk.ticket.asked_at IS
    'When the customer wrote what it was split off with; its SLA clocks count from then. Null: when it was opened.';
COMMENT ON COLUMN helpdesk.ticket.snoozed_until IS 'When a ticket that was put aside wakes; null: it is awake.';
COMMENT ON COLUMN helpdesk.ticket.is_spam IS 'Marked as spam, and closed by that.';
COMMENT ON COLUMN helpdesk.ticket.is_unverified IS
    'Opened without an account, or by a mail for whose sender no trusted mail server vouched: the requester may be '
    'somebody else.';
COMMENT ON COLUMN helpdesk.ticket.status_before IS 'What waking or unmarking spam gives back; null: the status stays.';
COMMENT ON CONSTRAINT ticket_subject_is_short_text ON helpdesk.ticket IS
    'subject has 1 to 500 characters and is not blank.';
COMMENT ON CONSTRAINT ticket_sla_state_is_known ON helpdesk.ticket IS
    'sla_state is running, paused, warned or breached. Leave it to the database.';
COMMENT ON CONSTRAINT ticket_due_is_in_our_time ON helpdesk.ticket IS
    'due_at is in the years 1900 to 2199, which pages and calendars can tell.';
COMMENT ON CONSTRAINT ticket_asked_before_opened ON helpdesk.ticket IS
    'What a ticket is about was asked before it was opened. Leave asked_at to the database.';
COMMENT ON CONSTRAINT ticket_description_has_limit ON helpdesk.ticket IS 'description has at most 200000 characters.';
COMMENT ON CONSTRAINT ticket_solved_has_resolved_at ON helpdesk.ticket IS
    'A solved or closed ticket, and no other, has resolved_at. Leave resolved_at to the database.';
COMMENT ON CONSTRAINT ticket_closed_has_closed_at ON helpdesk.ticket IS
    'A closed ticket, and no other, has closed_at. Leave closed_at to the database.';
COMMENT ON CONSTRAINT ticket_merged_is_closed ON helpdesk.ticket IS
    'A merged ticket is closed. Take the merge back with rpc/unmerge_ticket first.';
COMMENT ON CONSTRAINT ticket_not_merged_into_itself ON helpdesk.ticket IS 'A ticket is merged into another one.';
COMMENT ON CONSTRAINT ticket_snoozed_is_unsolved ON helpdesk.ticket IS
    'A snoozed ticket is neither solved nor closed. Wake it with rpc/wake_ticket first.';
COMMENT ON CONSTRAINT ticket_spam_is_closed ON helpdesk.ticket IS
    'Spam is closed. Take the mark away with rpc/unmark_spam first.';
COMMENT ON CONSTRAINT ticket_status_before_has_use ON helpdesk.ticket IS
    'Only spam and snoozed tickets keep the status that they had before.';
COMMENT ON CONSTRAINT ticket_language_is_tag ON helpdesk.ticket IS
    'language is a BCP 47 tag. Write for example en or pt-BR.';
CREATE INDEX ticket_queue_idx ON helpdesk.ticket (updated_at DESC, ticket_id DESC)
    WHERE deleted_at IS NULL AND status_category NOT IN ('solved', 'closed');
COMMENT ON INDEX helpdesk.ticket_queue_idx IS 'The agents'' queue: open tickets, last changed first.';
CREATE INDEX ticket_updated_idx ON helpdesk.ticket (updated_at DESC, ticket_id DESC);
COMMENT ON INDEX helpdesk.ticket_updated_idx IS 'All tickets, last changed first.';
CREATE INDEX ticket_created_idx ON helpdesk.ticket (created_at DESC, ticket_id DESC);
COMMENT ON INDEX helpdesk.ticket_created_idx IS 'All tickets, newest first.';
CREATE INDEX ticket_status_idx ON helpdesk.ticket (status, status_category, updated_at DESC);
COMMENT ON INDEX helpdesk.ticket_status_idx IS 'Tickets of one status, last changed first; foreign key.';
CREATE INDEX ticket_priority_idx ON helpdesk.ticket (priority, priority_rank, updated_at DESC);
COMMENT ON INDEX helpdesk.ticket_priority_idx IS 'Tickets of one priority, last changed first; foreign key.';
CREATE INDEX ticket_rank_idx ON helpdesk.ticket (priority_rank, updated_at, ticket_id) WHERE deleted_at IS NULL;
COMMENT ON INDEX helpdesk.ticket_rank_idx IS 'All tickets, most urgent first.';
CREATE INDEX ticket_due_idx ON helpdesk.ticket (next_due_at, ticket_id) WHERE deleted_at IS NULL;
COMMENT ON INDEX helpdesk.ticket_due_idx IS 'All tickets, next due first; saved view SLA breaching.';
CREATE INDEX ticket_assignee_idx ON helpdesk.ticket (assignee_id, updated_at DESC);
COMMENT ON INDEX helpdesk.ticket_assignee_idx IS 'My tickets and the unassigned, last changed first; foreign key.';
CREATE INDEX ticket_department_idx ON helpdesk.ticket (department_id, updated_at DESC);
COMMENT ON INDEX helpdesk.ticket_department_idx IS 'A department''s queue; foreign key.';
CREATE INDEX ticket_requester_idx ON helpdesk.ticket (requester_id, updated_at DESC);
COMMENT ON INDEX helpdesk.ticket_requester_idx IS 'A customer''s own tickets; foreign key.';
CREATE INDEX ticket_organisation_idx ON helpdesk.ticket (organisation_id, updated_at DESC);
COMMENT ON INDEX helpdesk.ticket_organisation_idx IS 'An organisation''s tickets; foreign key.';
CREATE INDEX ticket_type_idx ON helpdesk.ticket (ticket_type);
COMMENT ON INDEX helpdesk.ticket_type_idx IS 'Foreign key to ticket_type.';
CREATE INDEX ticket_channel_idx ON helpdesk.ticket (channel);
COMMENT ON INDEX helpdesk.ticket_channel_idx IS 'Foreign key to channel.';
CREATE INDEX ticket_merged_into_idx ON helpdesk.ticket (merged_into_id) WHERE merged_into_id IS NOT NULL;
COMMENT ON INDEX helpdesk.ticket_merged_into_idx IS 'What was merged into a ticket; foreign key.';
CREATE INDEX ticket_resolved_idx ON helpdesk.ticket (resolved_at)
    WHERE status_category = 'solved' AND deleted_at IS NULL;
COMMENT ON INDEX helpdesk.ticket_resolved_idx IS 'close_resolved: what has been resolved long enough.';
CREATE INDEX ticket_unclosed_idx ON helpdesk.ticket (ticket_id)
    WHERE deleted_at IS NULL AND status_category <> 'closed';
COMMENT ON INDEX helpdesk.ticket_unclosed_idx IS 'Automations: what is not closed.';
CREATE INDEX ticket_open_priority_idx ON helpdesk.ticket (priority, updated_at DESC)
    WHERE deleted_at IS NULL AND status_category NOT IN ('solved', 'closed');
COMMENT ON INDEX helpdesk.ticket_open_priority_idx IS
    'Open tickets of some priorities: quick filter urgent, escalation rules.';
CREATE INDEX ticket_open_assignee_idx ON helpdesk.ticket (assignee_id, updated_at DESC, ticket_id DESC)
    INCLUDE (status_category, channel)
    WHERE deleted_at IS NULL AND status_category NOT IN ('solved', 'closed');
COMMENT ON INDEX helpdesk.ticket_open_assignee_idx IS
    'Open tickets of one assignee, also of one with few: quick filters my tickets, waiting on me, unassigned; '
    'next_ticket, agent_dashboard and routing count them by channel.';
CREATE INDEX ticket_snoozed_idx ON helpdesk.ticket (snoozed_until)
    WHERE snoozed_until IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX helpdesk.ticket_snoozed_idx IS 'wake_snoozed: what is due.';
CREATE INDEX ticket_status_before_idx ON helpdesk.ticket (status_before) WHERE status_before IS NOT NULL;
COMMENT ON INDEX helpdesk.ticket_status_before_idx IS 'Foreign key to status.';
CREATE INDEX ticket_spam_idx ON helpdesk.ticket (closed_at) WHERE is_spam;
COMMENT ON INDEX helpdesk.ticket_spam_idx IS 'The list of spam.';
CREATE INDEX ticket_unassigned_idx ON helpdesk.ticket (department_id, created_at)
    WHERE assignee_id IS NULL AND status_category IN ('new', 'open') AND snoozed_until IS NULL AND deleted_at IS NULL;
COMMENT ON INDEX helpdesk.ticket_unassigned_idx IS 'next_ticket and agent_dashboard: what waits for somebody.';
CREATE INDEX ticket_assignee_resolved_idx ON helpdesk.ticket (assignee_id, resolved_at) WHERE resolved_at IS NOT NULL;
COMMENT ON INDEX helpdesk.ticket_assignee_resolved_idx IS 'agent_dashboard: what an agent resolved in a period.';

CREATE TABLE helpdesk.message (
    message_id bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT message_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT message_ticket_fkey REFERENCES helpdesk.ticket,
    kind text NOT NULL,
    author_id bigint CONSTRAINT message_author_fkey REFERENCES helpdesk.person,
    body text NOT NULL,
    channel text NOT NULL DEFAULT 'api' CONSTRAINT message_channel_fkey REFERENCES helpdesk.channel,
    is_pinned boolean NOT NULL DEFAULT false,
    is_unverified boolean NOT NULL DEFAULT false,
    sets_status text CONSTRAINT message_sets_status_fkey REFERENCES helpdesk.status ON UPDATE CASCADE,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    edited_at timestamptz,
    deleted_at timestamptz,
    description_of_id bigint CONSTRAINT message_description_of_fkey REFERENCES helpdesk.ticket,
    split_into_id bigint CONSTRAINT message_split_into_fkey REFERENCES helpdesk.ticket,
    CONSTRAINT message_kind_is_known CHECK (kind IN ('reply', 'note', 'system')),
    CONSTRAINT message_has_author CHECK (kind <> 'note' OR author_id IS NOT NULL),
    CONSTRAINT message_body_has_limit CHECK (body ~ '\S' AND length(body) <= 200000),
    CONSTRAINT message_pinned_is_note CHECK (NOT is_pinned OR kind = 'note')
);
COMMENT ON TABLE helpdesk.message IS 'reply: public; note: for staff only; system: written by pgdesk, for staff only.';
COMMENT ON COLUMN helpdesk.message.message_id IS 'Key; within a ticket, order by it is order by created_at.';
COMMENT ON COLUMN helpdesk.message.ticket_id IS 'Ticket that it stands on.';
COMMENT ON COLUMN helpdesk.message.kind IS 'reply: public; note: for staff; system: written by pgdesk, for staff.';
COMMENT ON COLUMN helpdesk.message.author_id IS 'Who wrote it; null: pgdesk itself, and of a reply a rule.';
COMMENT ON COLUMN helpdesk.message.body IS 'Text, at most 200,000 characters.';
COMMENT ON COLUMN helpdesk.message.channel IS 'By which way it came.';
COMMENT ON COLUMN helpdesk.message.is_pinned IS 'A note that is shown on top.';
COMMENT ON COLUMN helpdesk.message.is_unverified IS
    'Came by a mail for whose sender no trusted mail server vouched: the author may be somebody else.';
COMMENT ON COLUMN helpdesk.message.sets_status IS
    'Status that the ticket took with this message; null: what the settings say.';
COMMENT ON COLUMN helpdesk.message.created_at IS 'When it was written.';
COMMENT ON COLUMN helpdesk.message.edited_at IS 'When its text last changed; null: never.';
COMMENT ON COLUMN helpdesk.message.deleted_at IS
    'When it was deleted: customers do not see it any more. Null: it is not.';
COMMENT ON COLUMN helpdesk.message.description_of_id IS
    'The merged ticket whose description this repeats; written by a merge, taken back when it is undone.';
COMMENT ON COLUMN helpdesk.message.split_into_id IS
    'The ticket into which it was split, once; null: it was not.';
COMMENT ON CONSTRAINT message_kind_is_known ON helpdesk.message IS 'kind is reply, note or system.';
COMMENT ON CONSTRAINT message_has_author ON helpdesk.message IS 'A note has an author.';
COMMENT ON CONSTRAINT message_body_has_limit ON helpdesk.message IS
    'The body of a message has 1 to 200000 characters and is not blank.';
COMMENT ON CONSTRAINT message_pinned_is_note ON helpdesk.message IS 'Only notes are pinned.';
CREATE INDEX message_sets_status_idx ON helpdesk.message (sets_status) WHERE sets_status IS NOT NULL;
COMMENT ON INDEX helpdesk.message_sets_status_idx IS 'Foreign key to status.';
CREATE INDEX message_ticket_idx ON helpdesk.message (ticket_id, message_id);
COMMENT ON INDEX helpdesk.message_ticket_idx IS 'A ticket''s thread in order; foreign key.';
CREATE INDEX message_author_idx ON helpdesk.message (author_id);
COMMENT ON INDEX helpdesk.message_author_idx IS 'What a person wrote; foreign key.';
CREATE UNIQUE INDEX message_description_of_idx ON helpdesk.message (description_of_id)
    WHERE description_of_id IS NOT NULL;
COMMENT ON INDEX helpdesk.message_description_of_idx IS 'A description is repeated once; foreign key.';
CREATE INDEX message_split_into_idx ON helpdesk.message (split_into_id) WHERE split_into_id IS NOT NULL;
COMMENT ON INDEX helpdesk.message_split_into_idx IS 'Foreign key to ticket.';

CREATE TABLE helpdesk.ticket_tag (
    ticket_id bigint NOT NULL CONSTRAINT ticket_tag_ticket_fkey REFERENCES helpdesk.ticket,
    tag_id bigint NOT NULL CONSTRAINT ticket_tag_tag_fkey REFERENCES helpdesk.tag,
    CONSTRAINT ticket_tag_pkey PRIMARY KEY (ticket_id, tag_id)
);
COMMENT ON TABLE helpdesk.ticket_tag IS 'Which ticket has which tag.';
COMMENT ON COLUMN helpdesk.ticket_tag.ticket_id IS 'The ticket.';
COMMENT ON COLUMN helpdesk.ticket_tag.tag_id IS 'The tag.';
CREATE INDEX ticket_tag_tag_idx ON helpdesk.ticket_tag (tag_id, ticket_id);
COMMENT ON INDEX helpdesk.ticket_tag_tag_idx IS 'Tickets with a tag; foreign key.';

CREATE TABLE helpdesk.ticket_follower (
    ticket_id bigint NOT NULL CONSTRAINT ticket_follower_ticket_fkey REFERENCES helpdesk.ticket,
    person_id bigint NOT NULL CONSTRAINT ticket_follower_person_fkey REFERENCES helpdesk.person,
    reason text NOT NULL DEFAULT 'asked',
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT ticket_follower_pkey PRIMARY KEY (ticket_id, person_id),
    CONSTRAINT ticket_follower_reason_is_known CHECK (reason IN ('asked', 'assigned', 'mentioned', 'replied'))
);
COMMENT ON TABLE helpdesk.ticket_follower IS 'Staff who hear of a ticket by the bell without being its assignee.';
COMMENT ON COLUMN helpdesk.ticket_follower.ticket_id IS 'What is followed.';
COMMENT ON COLUMN helpdesk.ticket_follower.person_id IS 'Who follows.';
COMMENT ON COLUMN helpdesk.ticket_follower.reason IS
    'Why: asked (by hand), assigned, mentioned, replied; the latter three by setting auto_follow.';
COMMENT ON COLUMN helpdesk.ticket_follower.created_at IS 'Since when.';
COMMENT ON CONSTRAINT ticket_follower_reason_is_known ON helpdesk.ticket_follower IS
    'reason is asked, assigned, mentioned or replied.';
CREATE INDEX ticket_follower_person_idx ON helpdesk.ticket_follower (person_id, ticket_id);
COMMENT ON INDEX helpdesk.ticket_follower_person_idx IS 'What a person follows; foreign key.';

CREATE TABLE helpdesk.ticket_participant (
    ticket_id bigint NOT NULL CONSTRAINT ticket_participant_ticket_fkey REFERENCES helpdesk.ticket,
    person_id bigint NOT NULL CONSTRAINT ticket_participant_person_fkey REFERENCES helpdesk.person,
    added_by bigint CONSTRAINT ticket_participant_added_by_fkey REFERENCES helpdesk.person,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT ticket_participant_pkey PRIMARY KEY (ticket_id, person_id)
);
COMMENT ON TABLE helpdesk.ticket_participant IS
    'CC: people who get the public replies of a ticket and may read and answer it.';
COMMENT ON COLUMN helpdesk.ticket_participant.ticket_id IS 'The ticket.';
COMMENT ON COLUMN helpdesk.ticket_participant.person_id IS 'Who gets the replies.';
COMMENT ON COLUMN helpdesk.ticket_participant.added_by IS
    'Who added the person; null: pgdesk itself, as in a follow-up.';
COMMENT ON COLUMN helpdesk.ticket_participant.created_at IS 'Since when.';
CREATE INDEX ticket_participant_person_idx ON helpdesk.ticket_participant (person_id, ticket_id);
COMMENT ON INDEX helpdesk.ticket_participant_person_idx IS
    'Tickets in which a person takes part, in the policies; foreign key.';
CREATE INDEX ticket_participant_added_by_idx ON helpdesk.ticket_participant (added_by);
COMMENT ON INDEX helpdesk.ticket_participant_added_by_idx IS 'Foreign key to person.';

CREATE UNLOGGED TABLE helpdesk.ticket_presence (
    ticket_id bigint NOT NULL CONSTRAINT ticket_presence_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    person_id bigint NOT NULL CONSTRAINT ticket_presence_person_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    is_replying boolean NOT NULL DEFAULT false,
    replying_since_id bigint,
    seen_at timestamptz NOT NULL,
    CONSTRAINT ticket_presence_pkey PRIMARY KEY (ticket_id, person_id)
);
COMMENT ON TABLE helpdesk.ticket_presence IS 'Who looks at a ticket; ephemeral, not audited, lost in a crash.';
COMMENT ON COLUMN helpdesk.ticket_presence.ticket_id IS 'What is looked at.';
COMMENT ON COLUMN helpdesk.ticket_presence.person_id IS 'Who looks.';
COMMENT ON COLUMN helpdesk.ticket_presence.is_replying IS 'Is writing an answer.';
COMMENT ON COLUMN helpdesk.ticket_presence.replying_since_id IS
    'The ticket''s last message when the answer was begun; 0: none.';
COMMENT ON COLUMN helpdesk.ticket_presence.seen_at IS
    'Last sign of it; what is older than setting presence_within_seconds does not count.';
CREATE INDEX ticket_presence_person_idx ON helpdesk.ticket_presence (person_id);
COMMENT ON INDEX helpdesk.ticket_presence_person_idx IS 'Foreign key to agent.';
CREATE INDEX ticket_presence_seen_idx ON helpdesk.ticket_presence (seen_at);
COMMENT ON INDEX helpdesk.ticket_presence_seen_idx IS 'purge_presence: what is old.';

CREATE TABLE helpdesk.ticket_look (
    person_id bigint NOT NULL CONSTRAINT ticket_look_person_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT ticket_look_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    last_message_id bigint NOT NULL,
    looked_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT ticket_look_pkey PRIMARY KEY (person_id, ticket_id)
);
COMMENT ON TABLE helpdesk.ticket_look IS
    'Up to where staff have read, written when there is something new to look at. Not audited.';
COMMENT ON COLUMN helpdesk.ticket_look.person_id IS 'Who looked.';
COMMENT ON COLUMN helpdesk.ticket_look.ticket_id IS 'At what.';
COMMENT ON COLUMN helpdesk.ticket_look.last_message_id IS 'The ticket''s last message then; 0: none. A copy.';
COMMENT ON COLUMN helpdesk.ticket_look.looked_at IS 'When that message was first there to be read.';
CREATE INDEX ticket_look_ticket_idx ON helpdesk.ticket_look (ticket_id);
COMMENT ON INDEX helpdesk.ticket_look_ticket_idx IS 'Foreign key to ticket.';

CREATE TABLE helpdesk.draft (
    person_id bigint NOT NULL CONSTRAINT draft_person_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT draft_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    kind text NOT NULL DEFAULT 'reply',
    body text NOT NULL,
    uploads uuid[] NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT draft_pkey PRIMARY KEY (person_id, ticket_id, kind),
    CONSTRAINT draft_kind_is_known CHECK (kind IN ('reply', 'note')),
    CONSTRAINT draft_body_has_limit CHECK (btrim(body) <> '' AND length(body) <= 200000)
);
COMMENT ON TABLE helpdesk.draft IS 'What staff have begun to write; goes when the message is written. Not audited.';
COMMENT ON COLUMN helpdesk.draft.person_id IS 'Who writes.';
COMMENT ON COLUMN helpdesk.draft.ticket_id IS 'On what.';
COMMENT ON COLUMN helpdesk.draft.kind IS 'reply or note: one draft of each.';
COMMENT ON COLUMN helpdesk.draft.body IS 'The text so far.';
COMMENT ON COLUMN helpdesk.draft.uploads IS 'Keys of files that were uploaded for it.';
COMMENT ON COLUMN helpdesk.draft.updated_at IS 'When it was last saved.';
COMMENT ON CONSTRAINT draft_kind_is_known ON helpdesk.draft IS 'kind is reply or note.';
COMMENT ON CONSTRAINT draft_body_has_limit ON helpdesk.draft IS
    'The body of a draft has 1 to 200000 characters and is not blank.';
CREATE INDEX draft_ticket_idx ON helpdesk.draft (ticket_id);
COMMENT ON INDEX helpdesk.draft_ticket_idx IS 'Foreign key to ticket.';

CREATE TABLE helpdesk.event_kind (
    kind text CONSTRAINT event_kind_pkey PRIMARY KEY,
    is_public boolean NOT NULL,
    description text NOT NULL,
    is_kept boolean NOT NULL DEFAULT false,
    notice_title text,
    is_for_requester boolean NOT NULL DEFAULT false,
    CONSTRAINT event_kind_for_requester_is_public
        CHECK (NOT is_for_requester OR is_public AND notice_title IS NOT NULL)
);
COMMENT ON TABLE helpdesk.event_kind IS 'What can happen to a ticket, who may see it, and whom the bell tells.';
COMMENT ON COLUMN helpdesk.event_kind.kind IS 'Key; clients, workflows and webhooks name it.';
COMMENT ON COLUMN helpdesk.event_kind.is_public IS 'The requester sees it too.';
COMMENT ON COLUMN helpdesk.event_kind.description IS 'What has happened.';
COMMENT ON COLUMN helpdesk.event_kind.is_kept IS
    'Counted by reports or asked for by conditions: purge_activities leaves it.';
COMMENT ON COLUMN helpdesk.event_kind.notice_title IS
    'What the bell says; null: it does not ring. %1$s: the ticket''s reference, %2$s: who, %3$s: the payload''s '
    'into_reference or rating.';
COMMENT ON COLUMN helpdesk.event_kind.is_for_requester IS 'Rings for the requester too.';
COMMENT ON CONSTRAINT event_kind_for_requester_is_public ON helpdesk.event_kind IS
    'What the requester is told of is public and has a title.';

CREATE TABLE helpdesk.event (
    event_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT event_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT event_ticket_fkey REFERENCES helpdesk.ticket,
    kind text NOT NULL CONSTRAINT event_kind_fkey REFERENCES helpdesk.event_kind,
    at timestamptz NOT NULL,
    actor_id bigint CONSTRAINT event_actor_fkey REFERENCES helpdesk.person,
    actor_role text NOT NULL,
    impersonator_id bigint DEFAULT helpdesk.impersonator_id(),
    message_id bigint CONSTRAINT event_message_fkey REFERENCES helpdesk.message,
    payload jsonb NOT NULL DEFAULT '{}',
    sla jsonb,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
COMMENT ON TABLE helpdesk.event IS
    'Everything that happened to a ticket, one row per fact, append-only; by ticket, order by event_id is order by at.';
COMMENT ON COLUMN helpdesk.event.event_id IS 'Key; within a ticket, order by it is order of what happened.';
COMMENT ON COLUMN helpdesk.event.ticket_id IS 'To which ticket.';
COMMENT ON COLUMN helpdesk.event.kind IS 'What happened.';
COMMENT ON COLUMN helpdesk.event.at IS 'When; never earlier than the ticket''s event before.';
COMMENT ON COLUMN helpdesk.event.actor_id IS 'Who did it; null: pgdesk itself, or a direct login.';
COMMENT ON COLUMN helpdesk.event.actor_role IS
    'In which role: anon, customer, agent, admin; system: rules, jobs and direct logins.';
COMMENT ON COLUMN helpdesk.event.impersonator_id IS
    'The administrator who acted as actor_id; null: that person did it.';
COMMENT ON COLUMN helpdesk.event.message_id IS 'The message that it is about; null: none.';
COMMENT ON COLUMN helpdesk.event.payload IS
    'What belongs to the kind: from and to of a change, ids; "rule" where a rule did it.';
COMMENT ON COLUMN helpdesk.event.sla IS 'The SLA inputs that applied at this instant.';
COMMENT ON COLUMN helpdesk.event.xid IS 'Transaction: what happened together has the same.';
CREATE INDEX event_xid_idx ON helpdesk.event (xid);
COMMENT ON INDEX helpdesk.event_xid_idx IS 'events_between: what a snapshot does not see yet.';
CREATE UNIQUE INDEX event_ticket_idx ON helpdesk.event (ticket_id, event_id);
COMMENT ON INDEX helpdesk.event_ticket_idx IS 'A ticket''s history in order; foreign key, and what notices refer to.';
CREATE INDEX event_kind_idx ON helpdesk.event (kind, at);
COMMENT ON INDEX helpdesk.event_kind_idx IS 'Events of one kind in a period; foreign key.';
-- Four in ten events are of no person.
CREATE INDEX event_actor_idx ON helpdesk.event (actor_id, at) WHERE actor_id IS NOT NULL;
COMMENT ON INDEX helpdesk.event_actor_idx IS 'What a person did in a period; foreign key.';
CREATE INDEX event_message_idx ON helpdesk.event (message_id) WHERE message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.event_message_idx IS 'Foreign key to message.';
CREATE INDEX event_turn_idx ON helpdesk.event (ticket_id, event_id) INCLUDE (kind, at)
    WHERE kind IN ('ticket_created', 'ticket_status_changed', 'ticket_assigned', 'ticket_unassigned');
COMMENT ON INDEX helpdesk.event_turn_idx IS
    'Conditions status_changed_at and assigned_at: the last of a kind, without reading a ticket''s history.';

CREATE TYPE helpdesk.new_event AS (ticket_id bigint, kind text, payload jsonb, message_id bigint);
COMMENT ON TYPE helpdesk.new_event IS 'What is to be recorded of a ticket: see record_events.';

CREATE TABLE helpdesk.purged_ticket (
    ticket_id bigint CONSTRAINT purged_ticket_pkey PRIMARY KEY
        CONSTRAINT purged_ticket_ticket_fkey REFERENCES helpdesk.ticket,
    purged_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    version int NOT NULL,
    sla_results jsonb NOT NULL
);
COMMENT ON TABLE helpdesk.purged_ticket IS
    'Tickets of which purge_activities has deleted events, with what only those told of their SLA.';
COMMENT ON COLUMN helpdesk.purged_ticket.ticket_id IS 'The ticket.';
COMMENT ON COLUMN helpdesk.purged_ticket.purged_at IS 'When events were last deleted.';
COMMENT ON COLUMN helpdesk.purged_ticket.version IS
    'The ticket''s, then: one that has changed since is purged again, N days after it was closed again.';
COMMENT ON COLUMN helpdesk.purged_ticket.sla_results IS
    'Frozen: [{"metric", "cycle", "warned_at", "breached_at"}], in place of the events sla_warning and sla_breached.';

ALTER TABLE helpdesk.status ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.status_transition ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.priority ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_type ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.channel ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.tag ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.message ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_tag ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_follower ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_participant ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_look ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.event_kind ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.purged_ticket ENABLE ROW LEVEL SECURITY;
