INSERT INTO helpdesk.error_code (code, http_status, meaning, hint) VALUES
    ('PD501', 409, 'the tickets cannot be merged', 'Choose an open ticket to merge into; undo an earlier merge with rpc/unmerge_ticket.'),
    ('PD502', 409, 'the tickets cannot be linked', 'See /rest/ticket_links for what is linked already.'),
    ('PD503', 409, 'the merge cannot be undone', 'See /rest/ticket_merges; split what belongs elsewhere with rpc/split_ticket.'),
    ('PD504', 403, 'the sender is blocked, or the ticket is spam', 'Staff can help: rpc/unblock_sender, rpc/unmark_spam.'),
    ('PD505', 409, 'the idempotency key was used for another request', 'Use a new key for each new request.'),
    ('PD506', 409, 'the ticket cannot be snoozed', 'Give a future instant, or 1h, 4h, tomorrow or next_monday, for a ticket that is neither resolved nor closed.'),
    ('PD507', 422, 'the message cannot be split off', 'Choose public replies of one ticket that are not deleted.');

INSERT INTO helpdesk.setting (key, value_type, default_value, allowed, description) VALUES
    ('reopen_within_days', 'int', '0', '{"min": 0, "max": 3650}', 'Days after closing in which a customer''s reply reopens a ticket; a later one opens a linked follow-up. 0: no limit.'),
    ('unmerge_within_hours', 'int', '24', '{"min": 0, "max": 720}', 'How long a merge can be undone.'),
    ('snooze_status', 'text', '""', '{"values_of": "status"}', 'Status of a snoozed ticket, given back when it wakes; empty: unchanged.'),
    ('snooze_hour', 'int', '9', '{"min": 0, "max": 23}', 'Hour of the day, in the agent''s zone, of the snooze presets tomorrow and next_monday.'),
    ('close_incidents_with_problem', 'bool', 'false', NULL, 'Incidents of a resolved or closed problem are resolved within a minute.'),
    ('presence_within_seconds', 'int', '30', '{"min": 5, "max": 600}', 'How long somebody counts as looking at a ticket.');

INSERT INTO helpdesk.permission (permission, description) VALUES
    ('tickets.merge', 'Merge tickets and undo it.'),
    ('tickets.split', 'Split messages into a new ticket.'),
    ('tickets.link', 'Link tickets, answer and resolve incidents through their problem.'),
    ('tickets.snooze', 'Snooze and wake tickets.'),
    ('tickets.spam', 'Mark spam and block senders.'),
    ('tickets.participants', 'Add and remove people who get the public replies.'),
    ('people.note', 'Write notes about people.');
INSERT INTO helpdesk.role_permission (role, permission)
SELECT r.role, p.permission
FROM (VALUES ('agent'), ('admin')) AS r(role)
CROSS JOIN (VALUES
    ('tickets.merge'), ('tickets.split'), ('tickets.link'), ('tickets.snooze'), ('tickets.spam'), ('tickets.participants'), ('people.note')
) AS p(permission);

INSERT INTO helpdesk.event_kind (kind, is_public, description) VALUES
    ('ticket_merged', true, 'The ticket was merged into another one.'),
    ('merge_received', false, 'Another ticket was merged into this one.'),
    ('ticket_unmerged', false, 'A merge was undone.'),
    ('ticket_split', false, 'Messages were split into a new ticket, or this ticket came from them.'),
    ('ticket_linked', false, 'The ticket was linked to another one.'),
    ('ticket_unlinked', false, 'A link to another ticket was removed.'),
    ('follow_up_opened', true, 'A late reply opened a follow-up ticket.'),
    ('ticket_snoozed', false, 'The ticket was put aside until an instant.'),
    ('ticket_woken', false, 'The ticket came back from being snoozed.'),
    ('spam_marked', false, 'The ticket was marked as spam.'),
    ('spam_unmarked', false, 'The ticket is not spam after all.'),
    ('participant_added', false, 'Somebody gets the public replies too.'),
    ('participant_removed', false, 'Somebody does not get the public replies any more.');
UPDATE helpdesk.event_kind SET notice_title = '%1$s was merged into %3$s', is_for_requester = true WHERE kind = 'ticket_merged';
UPDATE helpdesk.event_kind SET notice_title = '%1$s woke up' WHERE kind = 'ticket_woken';

-- Snooze and spam are facts beside the status: a snoozed ticket stays open, and what was is given back.
ALTER TABLE helpdesk.ticket
    ADD COLUMN snoozed_until timestamptz,
    ADD COLUMN is_spam boolean NOT NULL DEFAULT false,
    ADD COLUMN status_before text CONSTRAINT ticket_status_before_fkey REFERENCES helpdesk.status ON UPDATE CASCADE,
    ADD CONSTRAINT ticket_snoozed_is_unsolved CHECK (snoozed_until IS NULL OR status_category NOT IN ('solved', 'closed')),
    ADD CONSTRAINT ticket_spam_is_closed CHECK (NOT is_spam OR status_category = 'closed'),
    ADD CONSTRAINT ticket_status_before_has_use CHECK (status_before IS NULL OR is_spam OR snoozed_until IS NOT NULL);
COMMENT ON COLUMN helpdesk.ticket.status_before IS 'What waking or unmarking spam gives back; null: the status stays.';
CREATE INDEX ticket_snoozed_idx ON helpdesk.ticket (snoozed_until) WHERE snoozed_until IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX helpdesk.ticket_snoozed_idx IS 'wake_snoozed: what is due.';
CREATE INDEX ticket_status_before_idx ON helpdesk.ticket (status_before) WHERE status_before IS NOT NULL;
COMMENT ON INDEX helpdesk.ticket_status_before_idx IS 'Foreign key to status.';
CREATE INDEX ticket_spam_idx ON helpdesk.ticket (closed_at) WHERE is_spam;
COMMENT ON INDEX helpdesk.ticket_spam_idx IS 'The list of spam.';
CREATE INDEX ticket_unassigned_idx ON helpdesk.ticket (department_id, created_at)
    WHERE assignee_id IS NULL AND status_category IN ('new', 'open') AND snoozed_until IS NULL AND deleted_at IS NULL;
COMMENT ON INDEX helpdesk.ticket_unassigned_idx IS 'next_ticket and agent_dashboard: what waits for somebody.';
CREATE INDEX ticket_assignee_open_idx ON helpdesk.ticket (assignee_id, status_category) INCLUDE (channel)
    WHERE status_category NOT IN ('solved', 'closed') AND deleted_at IS NULL;
COMMENT ON INDEX helpdesk.ticket_assignee_open_idx IS 'next_ticket, agent_dashboard and routing: an agent''s open tickets, by channel.';
CREATE INDEX ticket_assignee_resolved_idx ON helpdesk.ticket (assignee_id, resolved_at) WHERE resolved_at IS NOT NULL;
COMMENT ON INDEX helpdesk.ticket_assignee_resolved_idx IS 'agent_dashboard: what an agent resolved in a period.';

ALTER TABLE helpdesk.message
    ADD COLUMN description_of_id bigint CONSTRAINT message_description_of_fkey REFERENCES helpdesk.ticket;
COMMENT ON COLUMN helpdesk.message.description_of_id IS 'The merged ticket whose description this repeats; written by a merge, taken back when it is undone.';
CREATE UNIQUE INDEX message_description_of_idx ON helpdesk.message (description_of_id) WHERE description_of_id IS NOT NULL;
COMMENT ON INDEX helpdesk.message_description_of_idx IS 'A description is repeated once; foreign key.';

CREATE TABLE helpdesk.ticket_participant (
    ticket_id bigint NOT NULL CONSTRAINT ticket_participant_ticket_fkey REFERENCES helpdesk.ticket,
    person_id bigint NOT NULL CONSTRAINT ticket_participant_person_fkey REFERENCES helpdesk.person,
    added_by bigint CONSTRAINT ticket_participant_added_by_fkey REFERENCES helpdesk.person,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT ticket_participant_pkey PRIMARY KEY (ticket_id, person_id)
);
COMMENT ON TABLE helpdesk.ticket_participant IS 'CC: people who get the public replies of a ticket and may read and answer it.';
CREATE INDEX ticket_participant_person_idx ON helpdesk.ticket_participant (person_id, ticket_id);
COMMENT ON INDEX helpdesk.ticket_participant_person_idx IS 'Tickets in which a person takes part, in the policies; foreign key.';
CREATE INDEX ticket_participant_added_by_idx ON helpdesk.ticket_participant (added_by);
COMMENT ON INDEX helpdesk.ticket_participant_added_by_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.ticket_merge (
    merge_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ticket_merge_pkey PRIMARY KEY,
    source_id bigint NOT NULL CONSTRAINT ticket_merge_source_fkey REFERENCES helpdesk.ticket,
    target_id bigint NOT NULL CONSTRAINT ticket_merge_target_fkey REFERENCES helpdesk.ticket,
    merged_by bigint CONSTRAINT ticket_merge_merged_by_fkey REFERENCES helpdesk.person,
    merged_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    status_before text NOT NULL CONSTRAINT ticket_merge_status_before_fkey REFERENCES helpdesk.status ON UPDATE CASCADE,
    message_ids bigint[] NOT NULL DEFAULT '{}',
    attachment_ids bigint[] NOT NULL DEFAULT '{}',
    tag_ids bigint[] NOT NULL DEFAULT '{}',
    follower_ids bigint[] NOT NULL DEFAULT '{}',
    participant_ids bigint[] NOT NULL DEFAULT '{}',
    link_ids bigint[] NOT NULL DEFAULT '{}',
    undone_at timestamptz,
    undone_by bigint CONSTRAINT ticket_merge_undone_by_fkey REFERENCES helpdesk.person,
    CONSTRAINT ticket_merge_not_into_itself CHECK (source_id <> target_id)
);
COMMENT ON TABLE helpdesk.ticket_merge IS 'Each merge with what it moved or added, so that undoing it gives back exactly that.';
COMMENT ON COLUMN helpdesk.ticket_merge.message_ids IS 'Moved from source to target.';
COMMENT ON COLUMN helpdesk.ticket_merge.link_ids IS 'Links that went from source to target.';
COMMENT ON COLUMN helpdesk.ticket_merge.attachment_ids IS 'Files of the source''s description, moved to the target.';
COMMENT ON COLUMN helpdesk.ticket_merge.tag_ids IS 'Tags that the target did not have before; likewise followers and participants.';
CREATE UNIQUE INDEX ticket_merge_once ON helpdesk.ticket_merge (source_id) WHERE undone_at IS NULL;
COMMENT ON INDEX helpdesk.ticket_merge_once IS 'A ticket is merged into one other at a time.';
CREATE INDEX ticket_merge_source_idx ON helpdesk.ticket_merge (source_id, merge_id DESC);
COMMENT ON INDEX helpdesk.ticket_merge_source_idx IS 'The last merge of a ticket; foreign key.';
CREATE INDEX ticket_merge_target_idx ON helpdesk.ticket_merge (target_id);
COMMENT ON INDEX helpdesk.ticket_merge_target_idx IS 'What was merged into a ticket; foreign key.';
CREATE INDEX ticket_merge_merged_by_idx ON helpdesk.ticket_merge (merged_by);
COMMENT ON INDEX helpdesk.ticket_merge_merged_by_idx IS 'Foreign key to person.';
CREATE INDEX ticket_merge_undone_by_idx ON helpdesk.ticket_merge (undone_by);
COMMENT ON INDEX helpdesk.ticket_merge_undone_by_idx IS 'Foreign key to person.';
CREATE INDEX ticket_merge_status_before_idx ON helpdesk.ticket_merge (status_before);
COMMENT ON INDEX helpdesk.ticket_merge_status_before_idx IS 'Foreign key to status.';

CREATE TABLE helpdesk.ticket_link (
    link_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ticket_link_pkey PRIMARY KEY,
    kind text NOT NULL,
    from_id bigint NOT NULL CONSTRAINT ticket_link_from_fkey REFERENCES helpdesk.ticket,
    to_id bigint NOT NULL CONSTRAINT ticket_link_to_fkey REFERENCES helpdesk.ticket,
    created_by bigint CONSTRAINT ticket_link_created_by_fkey REFERENCES helpdesk.person,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT ticket_link_kind_is_known CHECK (kind IN ('problem_incident', 'parent_child', 'related', 'duplicate', 'follow_up')),
    CONSTRAINT ticket_link_not_to_itself CHECK (from_id <> to_id),
    CONSTRAINT ticket_link_related_is_ordered CHECK (kind <> 'related' OR from_id < to_id)
);
COMMENT ON TABLE helpdesk.ticket_link IS
'problem_incident: from the problem to its incident; parent_child: from the parent; duplicate: from the duplicate to the original; follow_up: from the closed ticket to what followed; related: both ways.';
CREATE UNIQUE INDEX ticket_link_once_in_either_direction ON helpdesk.ticket_link (kind, least(from_id, to_id), greatest(from_id, to_id));
COMMENT ON INDEX helpdesk.ticket_link_once_in_either_direction IS 'Two tickets are linked once by a kind, whoever is named first.';
CREATE UNIQUE INDEX ticket_link_one_above ON helpdesk.ticket_link (kind, to_id) WHERE kind IN ('problem_incident', 'parent_child');
COMMENT ON INDEX helpdesk.ticket_link_one_above IS 'A child has one parent, an incident one problem; so looking for a cycle is a walk upwards.';
CREATE INDEX ticket_link_from_idx ON helpdesk.ticket_link (from_id, kind);
COMMENT ON INDEX helpdesk.ticket_link_from_idx IS 'A ticket''s children, incidents and the like; foreign key.';
CREATE INDEX ticket_link_to_idx ON helpdesk.ticket_link (to_id, kind);
COMMENT ON INDEX helpdesk.ticket_link_to_idx IS 'A ticket''s parent, problem and the like; foreign key.';
CREATE INDEX ticket_link_created_by_idx ON helpdesk.ticket_link (created_by);
COMMENT ON INDEX helpdesk.ticket_link_created_by_idx IS 'Foreign key to person.';

CREATE UNLOGGED TABLE helpdesk.ticket_presence (
    ticket_id bigint NOT NULL CONSTRAINT ticket_presence_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    person_id bigint NOT NULL CONSTRAINT ticket_presence_person_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    is_replying boolean NOT NULL DEFAULT false,
    replying_since_id bigint,
    seen_at timestamptz NOT NULL,
    CONSTRAINT ticket_presence_pkey PRIMARY KEY (ticket_id, person_id)
);
COMMENT ON TABLE helpdesk.ticket_presence IS 'Who looks at a ticket; ephemeral, not audited, lost in a crash.';
COMMENT ON COLUMN helpdesk.ticket_presence.replying_since_id IS 'The ticket''s last message when the answer was begun; 0: none.';
CREATE INDEX ticket_presence_person_idx ON helpdesk.ticket_presence (person_id);
COMMENT ON INDEX helpdesk.ticket_presence_person_idx IS 'Foreign key to agent.';
CREATE INDEX ticket_presence_seen_idx ON helpdesk.ticket_presence (seen_at);
COMMENT ON INDEX helpdesk.ticket_presence_seen_idx IS 'purge_presence: what is old.';

CREATE TABLE helpdesk.draft (
    person_id bigint NOT NULL CONSTRAINT draft_person_fkey REFERENCES helpdesk.agent ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT draft_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    kind text NOT NULL DEFAULT 'reply',
    body text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT draft_pkey PRIMARY KEY (person_id, ticket_id, kind),
    CONSTRAINT draft_kind_is_known CHECK (kind IN ('reply', 'note')),
    CONSTRAINT draft_body_has_limit CHECK (btrim(body) <> '' AND length(body) <= 200000)
);
COMMENT ON TABLE helpdesk.draft IS 'What staff have begun to write; goes when the message is written. Not audited.';
CREATE INDEX draft_ticket_idx ON helpdesk.draft (ticket_id);
COMMENT ON INDEX helpdesk.draft_ticket_idx IS 'Foreign key to ticket.';

CREATE TABLE helpdesk.blocked_sender (
    sender text CONSTRAINT blocked_sender_pkey PRIMARY KEY,
    reason text,
    blocked_by bigint CONSTRAINT blocked_sender_blocked_by_fkey REFERENCES helpdesk.person,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT blocked_sender_is_address_or_domain
        CHECK (sender = lower(sender) AND length(sender) <= 320 AND sender ~ '^([^@\s]+@)?[^@\s.]+(\.[^@\s.]+)*$')
);
COMMENT ON TABLE helpdesk.blocked_sender IS 'Mail addresses, and domains with all below them, that open and answer no tickets.';
CREATE INDEX blocked_sender_blocked_by_idx ON helpdesk.blocked_sender (blocked_by);
COMMENT ON INDEX helpdesk.blocked_sender_blocked_by_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.person_note (
    person_note_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT person_note_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT person_note_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    author_id bigint NOT NULL CONSTRAINT person_note_author_fkey REFERENCES helpdesk.person,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT person_note_body_has_limit CHECK (btrim(body) <> '' AND length(body) <= 10000)
);
COMMENT ON TABLE helpdesk.person_note IS 'What staff should know about a person; never shown to customers.';
CREATE INDEX person_note_person_idx ON helpdesk.person_note (person_id, person_note_id DESC);
COMMENT ON INDEX helpdesk.person_note_person_idx IS 'A person''s notes, newest first; foreign key.';
CREATE INDEX person_note_author_idx ON helpdesk.person_note (author_id);
COMMENT ON INDEX helpdesk.person_note_author_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.idempotency_key (
    caller text NOT NULL,
    key text NOT NULL,
    verb text NOT NULL,
    request_hash bytea NOT NULL,
    response jsonb,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT idempotency_key_pkey PRIMARY KEY (caller, key),
    CONSTRAINT idempotency_key_is_short_text CHECK (key <> '' AND length(key) <= 255)
);
COMMENT ON TABLE helpdesk.idempotency_key IS 'Answers of creating verbs by the key that the caller gave; kept 24 hours. Not audited.';
COMMENT ON COLUMN helpdesk.idempotency_key.caller IS 'Role and person, so that keys of different callers never meet.';
CREATE INDEX idempotency_key_created_idx ON helpdesk.idempotency_key (created_at);
COMMENT ON INDEX helpdesk.idempotency_key_created_idx IS 'purge_idempotency_keys: what is old.';

-- Full text stands beside the rows, so that a change of status does not rewrite it.
CREATE TABLE helpdesk.ticket_search (
    ticket_id bigint CONSTRAINT ticket_search_pkey PRIMARY KEY CONSTRAINT ticket_search_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    document tsvector NOT NULL
);
COMMENT ON TABLE helpdesk.ticket_search IS 'Subject and description as words; derived.';
CREATE INDEX ticket_search_document_idx ON helpdesk.ticket_search USING gin (document);
COMMENT ON INDEX helpdesk.ticket_search_document_idx IS 'rpc/search: tickets that contain rare words.';
CREATE TABLE helpdesk.message_search (
    message_id bigint CONSTRAINT message_search_pkey PRIMARY KEY CONSTRAINT message_search_message_fkey REFERENCES helpdesk.message ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT message_search_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    is_public boolean NOT NULL,
    document tsvector NOT NULL
);
COMMENT ON TABLE helpdesk.message_search IS 'Replies and notes that are not deleted, as words; derived.';
CREATE INDEX message_search_document_idx ON helpdesk.message_search USING gin (document);
COMMENT ON INDEX helpdesk.message_search_document_idx IS 'rpc/search: messages that contain rare words.';
CREATE INDEX message_search_ticket_idx ON helpdesk.message_search (ticket_id);
COMMENT ON INDEX helpdesk.message_search_ticket_idx IS 'rpc/search of a customer''s few tickets; foreign key.';
CREATE TABLE helpdesk.search_backlog (
    from_ticket_id bigint NOT NULL,
    until_ticket_id bigint NOT NULL,
    CONSTRAINT search_backlog_pkey PRIMARY KEY (from_ticket_id, until_ticket_id),
    CONSTRAINT search_backlog_is_range CHECK (from_ticket_id <= until_ticket_id)
);
COMMENT ON TABLE helpdesk.search_backlog IS 'Ranges of tickets that were loaded without triggers and are not searchable yet; index_words works them off.';

ALTER TABLE helpdesk.ticket_participant ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_merge ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.blocked_sender ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.person_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.idempotency_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.search_backlog ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.message_search ENABLE ROW LEVEL SECURITY;
