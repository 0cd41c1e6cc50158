CREATE TABLE helpdesk.ticket_merge (
    merge_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ticket_merge_pkey PRIMARY KEY,
    source_id bigint NOT NULL CONSTRAINT ticket_merge_source_fkey REFERENCES helpdesk.ticket,
    target_id bigint NOT NULL CONSTRAINT ticket_merge_target_fkey REFERENCES helpdesk.ticket,
    merged_by bigint CONSTRAINT ticket_merge_merged_by_fkey REFERENCES helpdesk.person,
    merged_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    status_before text NOT NULL CONSTRAINT ticket_merge_status_before_fkey REFERENCES helpdesk.status ON UPDATE CASCADE,
    target_status_before text
        CONSTRAINT ticket_merge_target_status_before_fkey REFERENCES helpdesk.status ON UPDATE CASCADE,
    message_ids bigint[] NOT NULL DEFAULT '{}',
    attachment_ids bigint[] NOT NULL DEFAULT '{}',
    tag_ids bigint[] NOT NULL DEFAULT '{}',
    follower_ids bigint[] NOT NULL DEFAULT '{}',
    participant_ids bigint[] NOT NULL DEFAULT '{}',
    link_ids bigint[] NOT NULL DEFAULT '{}',
    checklist_item_ids bigint[] NOT NULL DEFAULT '{}',
    time_entry_ids bigint[] NOT NULL DEFAULT '{}',
    approval_ids bigint[] NOT NULL DEFAULT '{}',
    undone_at timestamptz,
    undone_by bigint CONSTRAINT ticket_merge_undone_by_fkey REFERENCES helpdesk.person,
    CONSTRAINT ticket_merge_not_into_itself CHECK (source_id <> target_id)
);
COMMENT ON TABLE helpdesk.ticket_merge IS
    'Each merge with what it moved or added, so that undoing it gives back exactly that.';
COMMENT ON COLUMN helpdesk.ticket_merge.merge_id IS 'Key.';
COMMENT ON COLUMN helpdesk.ticket_merge.source_id IS 'Ticket that was merged, and closed by that.';
COMMENT ON COLUMN helpdesk.ticket_merge.target_id IS 'Ticket in which it goes on.';
COMMENT ON COLUMN helpdesk.ticket_merge.merged_by IS 'Who merged them; null: pgdesk.';
COMMENT ON COLUMN helpdesk.ticket_merge.merged_at IS 'When.';
COMMENT ON COLUMN helpdesk.ticket_merge.status_before IS 'Status of the source, given back when the merge is undone.';
COMMENT ON COLUMN helpdesk.ticket_merge.target_status_before IS
    'Status of the target, given back unless it has changed since; null: the merge did not change it.';
COMMENT ON COLUMN helpdesk.ticket_merge.message_ids IS 'Moved from source to target.';
COMMENT ON COLUMN helpdesk.ticket_merge.attachment_ids IS 'Files of the source''s description, moved to the target.';
COMMENT ON COLUMN helpdesk.ticket_merge.tag_ids IS 'Tags that the target has only since the merge.';
COMMENT ON COLUMN helpdesk.ticket_merge.follower_ids IS 'Who follows the target only since the merge.';
COMMENT ON COLUMN helpdesk.ticket_merge.participant_ids IS 'Who takes part in the target only since the merge.';
COMMENT ON COLUMN helpdesk.ticket_merge.link_ids IS 'Links that went from source to target.';
COMMENT ON COLUMN helpdesk.ticket_merge.checklist_item_ids IS 'Steps of its checklist that went along.';
COMMENT ON COLUMN helpdesk.ticket_merge.time_entry_ids IS 'Time spent that went along.';
COMMENT ON COLUMN helpdesk.ticket_merge.approval_ids IS 'Approvals that went along.';
COMMENT ON COLUMN helpdesk.ticket_merge.undone_at IS 'When it was undone; null: it was not.';
COMMENT ON COLUMN helpdesk.ticket_merge.undone_by IS 'Who undid it; null: nobody.';
COMMENT ON CONSTRAINT ticket_merge_not_into_itself ON helpdesk.ticket_merge IS 'A ticket is merged into another one.';
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
CREATE INDEX ticket_merge_target_status_before_idx ON helpdesk.ticket_merge (target_status_before)
    WHERE target_status_before IS NOT NULL;
COMMENT ON INDEX helpdesk.ticket_merge_target_status_before_idx IS 'Foreign key to status.';

CREATE TABLE helpdesk.ticket_link (
    link_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ticket_link_pkey PRIMARY KEY,
    kind text NOT NULL,
    from_id bigint NOT NULL CONSTRAINT ticket_link_from_fkey REFERENCES helpdesk.ticket,
    to_id bigint NOT NULL CONSTRAINT ticket_link_to_fkey REFERENCES helpdesk.ticket,
    created_by bigint CONSTRAINT ticket_link_created_by_fkey REFERENCES helpdesk.person,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT ticket_link_kind_is_known
        CHECK (kind IN ('problem_incident', 'parent_child', 'related', 'duplicate', 'follow_up')),
    CONSTRAINT ticket_link_not_to_itself CHECK (from_id <> to_id),
    CONSTRAINT ticket_link_related_is_ordered CHECK (kind <> 'related' OR from_id < to_id)
);
COMMENT ON TABLE helpdesk.ticket_link IS
    'problem_incident: from the problem to its incident; parent_child: from the parent; duplicate: from the duplicate '
    'to the original; follow_up: from the closed ticket to what followed; related: both ways.';
COMMENT ON COLUMN helpdesk.ticket_link.link_id IS 'Key.';
COMMENT ON COLUMN helpdesk.ticket_link.kind IS 'problem_incident, parent_child, related, duplicate or follow_up.';
COMMENT ON COLUMN helpdesk.ticket_link.from_id IS
    'The problem, the parent, the duplicate, the closed ticket; of related the lower id.';
COMMENT ON COLUMN helpdesk.ticket_link.to_id IS
    'The incident, the child, the original, the follow-up; of related the higher id.';
COMMENT ON COLUMN helpdesk.ticket_link.created_by IS 'Who linked them; null: pgdesk.';
COMMENT ON COLUMN helpdesk.ticket_link.created_at IS 'When they were linked.';
COMMENT ON CONSTRAINT ticket_link_kind_is_known ON helpdesk.ticket_link IS
    'kind is problem_incident, parent_child, related, duplicate or follow_up.';
COMMENT ON CONSTRAINT ticket_link_not_to_itself ON helpdesk.ticket_link IS 'A ticket is linked to another one.';
COMMENT ON CONSTRAINT ticket_link_related_is_ordered ON helpdesk.ticket_link IS
    'Of two related tickets the older one comes first, so that a pair is linked once.';
CREATE UNIQUE INDEX ticket_link_once_in_either_direction
    ON helpdesk.ticket_link (kind, least(from_id, to_id), greatest(from_id, to_id));
COMMENT ON INDEX helpdesk.ticket_link_once_in_either_direction IS
    'Two tickets are linked once by a kind, whoever is named first.';
CREATE UNIQUE INDEX ticket_link_one_above ON helpdesk.ticket_link (kind, to_id)
    WHERE kind IN ('problem_incident', 'parent_child');
COMMENT ON INDEX helpdesk.ticket_link_one_above IS
    'A child has one parent, an incident one problem; so looking for a cycle is a walk upwards.';
CREATE INDEX ticket_link_from_idx ON helpdesk.ticket_link (from_id, kind);
COMMENT ON INDEX helpdesk.ticket_link_from_idx IS 'A ticket''s children, incidents and the like; foreign key.';
CREATE INDEX ticket_link_to_idx ON helpdesk.ticket_link (to_id, kind);
COMMENT ON INDEX helpdesk.ticket_link_to_idx IS 'A ticket''s parent, problem and the like; foreign key.';
CREATE INDEX ticket_link_created_by_idx ON helpdesk.ticket_link (created_by);
COMMENT ON INDEX helpdesk.ticket_link_created_by_idx IS 'Foreign key to person.';

ALTER TABLE helpdesk.ticket_merge ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.ticket_link ENABLE ROW LEVEL SECURITY;
