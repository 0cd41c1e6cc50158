CREATE TABLE helpdesk.personal_table (
    table_name text CONSTRAINT personal_table_pkey PRIMARY KEY,
    position int NOT NULL CONSTRAINT personal_table_position_key UNIQUE,
    of_tickets text,
    of_person text,
    words text[] NOT NULL,
    erased text
);
COMMENT ON TABLE helpdesk.personal_table IS
    'Where words of and about people stand: what erasure and redaction go through, in order.';
COMMENT ON COLUMN helpdesk.personal_table.table_name IS 'The table.';
COMMENT ON COLUMN helpdesk.personal_table.position IS
    'Its place in the order: what a change of another table writes comes after that.';
COMMENT ON COLUMN helpdesk.personal_table.of_tickets IS
    'Predicate: which rows belong to tickets $1 (an array); null: none.';
COMMENT ON COLUMN helpdesk.personal_table.of_person IS 'Predicate: which rows belong to person $1; null: none.';
COMMENT ON COLUMN helpdesk.personal_table.words IS
    'Its columns (text, text[] or jsonb) with such words; in the audit log their values are withheld.';
COMMENT ON COLUMN helpdesk.personal_table.erased IS
    'What erasure sets; $2 is the mark. Null: it deletes the rows.';

CREATE TABLE helpdesk.removal (
    removal_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT removal_pkey PRIMARY KEY,
    kind text NOT NULL,
    state text NOT NULL DEFAULT 'requested',
    person_id bigint CONSTRAINT removal_person_fkey REFERENCES helpdesk.person,
    message_id bigint CONSTRAINT removal_message_fkey REFERENCES helpdesk.message,
    attachment_id bigint CONSTRAINT removal_attachment_fkey REFERENCES helpdesk.attachment,
    reason text NOT NULL,
    requested_by bigint CONSTRAINT removal_requested_by_fkey REFERENCES helpdesk.person,
    requested_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    confirmed_by bigint CONSTRAINT removal_confirmed_by_fkey REFERENCES helpdesk.person,
    confirmed_at timestamptz,
    done_at timestamptz,
    done_until_ticket_id bigint NOT NULL DEFAULT 0,
    counts jsonb NOT NULL DEFAULT '{}',
    xid xid8,
    CONSTRAINT removal_kind_is_known CHECK (kind IN ('erasure', 'redaction', 'retention')),
    CONSTRAINT removal_state_is_known CHECK (state IN ('requested', 'confirmed', 'done', 'withdrawn')),
    CONSTRAINT removal_is_of_one
        CHECK (
            (kind = 'erasure') = (person_id IS NOT NULL)
            AND num_nonnulls(person_id, message_id, attachment_id) = CASE kind WHEN 'retention' THEN 0 ELSE 1 END
        ),
    CONSTRAINT removal_reason_is_short_text CHECK (reason ~ '\S' AND length(reason) <= 1000),
    CONSTRAINT removal_done_has_instant CHECK ((state = 'done') = (done_at IS NOT NULL))
);
COMMENT ON TABLE helpdesk.removal IS
    'Erasures of people, redactions of messages, what retention took: who asked, why, what it took away.';
COMMENT ON COLUMN helpdesk.removal.removal_id IS 'Key.';
COMMENT ON COLUMN helpdesk.removal.kind IS
    'erasure of a person, redaction of a message or file, or retention: what was kept long enough.';
COMMENT ON COLUMN helpdesk.removal.state IS
'How far it is.
requested: Somebody asked for it; nothing is taken away.
confirmed: An administrator has confirmed it; the job takes away.
done: Nothing is left.
withdrawn: It was not to be.
-> requested: request_erasure
-> done: redact_message, redact_file, apply_retention
requested -> confirmed: confirm_erasure
requested -> withdrawn: withdraw_erasure
confirmed -> done: erase_people, when nothing is left';
COMMENT ON COLUMN helpdesk.removal.person_id IS 'Whom it erases; null: it is no erasure.';
COMMENT ON COLUMN helpdesk.removal.message_id IS 'Of which message a part was taken away; null: of none.';
COMMENT ON COLUMN helpdesk.removal.attachment_id IS 'Which file was taken away; null: none.';
COMMENT ON COLUMN helpdesk.removal.reason IS 'Why; at most 1,000 characters.';
COMMENT ON COLUMN helpdesk.removal.requested_by IS 'Who asked; null: a job or direct login.';
COMMENT ON COLUMN helpdesk.removal.requested_at IS 'When.';
COMMENT ON COLUMN helpdesk.removal.confirmed_by IS 'Who confirmed it; null: nobody yet, or a job or direct login.';
COMMENT ON COLUMN helpdesk.removal.confirmed_at IS 'When; null: not yet.';
COMMENT ON COLUMN helpdesk.removal.done_at IS 'When nothing was left; null: not yet.';
COMMENT ON COLUMN helpdesk.removal.done_until_ticket_id IS 'Up to which ticket of the person the job has come.';
COMMENT ON COLUMN helpdesk.removal.counts IS
    'Rows by table; requested: that it would change, then: that it has changed. audit: changes with withheld values.';
COMMENT ON COLUMN helpdesk.removal.xid IS 'The transaction that takes away, which may change what nobody else may.';
COMMENT ON CONSTRAINT removal_kind_is_known ON helpdesk.removal IS 'kind is erasure, redaction or retention.';
COMMENT ON CONSTRAINT removal_state_is_known ON helpdesk.removal IS 'state is requested, confirmed, done or withdrawn.';
COMMENT ON CONSTRAINT removal_is_of_one ON helpdesk.removal IS
    'An erasure is of a person, a redaction of a message or a file, retention of none of them.';
COMMENT ON CONSTRAINT removal_reason_is_short_text ON helpdesk.removal IS
    'A removal has a reason of at most 1,000 characters.';
COMMENT ON CONSTRAINT removal_done_has_instant ON helpdesk.removal IS 'What is done has its instant.';
CREATE INDEX removal_confirmed_idx ON helpdesk.removal (removal_id) WHERE state = 'confirmed';
COMMENT ON INDEX helpdesk.removal_confirmed_idx IS 'erase_people: what there is to do.';
CREATE INDEX removal_message_idx ON helpdesk.removal (message_id) WHERE message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.removal_message_idx IS 'Redactions of a message; foreign key.';
CREATE INDEX removal_attachment_idx ON helpdesk.removal (attachment_id) WHERE attachment_id IS NOT NULL;
COMMENT ON INDEX helpdesk.removal_attachment_idx IS 'Redactions of a file; foreign key.';
CREATE INDEX removal_xid_idx ON helpdesk.removal (xid);
COMMENT ON INDEX helpdesk.removal_xid_idx IS 'is_removing: whether a transaction takes something away.';
CREATE INDEX removal_requested_by_idx ON helpdesk.removal (requested_by);
COMMENT ON INDEX helpdesk.removal_requested_by_idx IS 'Foreign key to person.';
CREATE INDEX removal_confirmed_by_idx ON helpdesk.removal (confirmed_by);
COMMENT ON INDEX helpdesk.removal_confirmed_by_idx IS 'Foreign key to person.';
CREATE INDEX removal_person_idx ON helpdesk.removal (person_id) WHERE person_id IS NOT NULL;
COMMENT ON INDEX helpdesk.removal_person_idx IS 'Erasures of a person; foreign key.';
CREATE UNIQUE INDEX removal_once_per_person ON helpdesk.removal (person_id) WHERE state IN ('requested', 'confirmed');
COMMENT ON INDEX helpdesk.removal_once_per_person IS 'A person has one erasure at a time.';

CREATE TABLE helpdesk.legal_hold (
    legal_hold_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT legal_hold_pkey PRIMARY KEY,
    person_id bigint CONSTRAINT legal_hold_person_fkey REFERENCES helpdesk.person,
    organisation_id bigint CONSTRAINT legal_hold_organisation_fkey REFERENCES helpdesk.organisation,
    ticket_id bigint CONSTRAINT legal_hold_ticket_fkey REFERENCES helpdesk.ticket,
    reason text NOT NULL,
    placed_by bigint CONSTRAINT legal_hold_placed_by_fkey REFERENCES helpdesk.person,
    placed_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    lifted_by bigint CONSTRAINT legal_hold_lifted_by_fkey REFERENCES helpdesk.person,
    lifted_at timestamptz,
    CONSTRAINT legal_hold_is_on_one CHECK (num_nonnulls(person_id, organisation_id, ticket_id) = 1),
    CONSTRAINT legal_hold_reason_is_short_text CHECK (reason ~ '\S' AND length(reason) <= 1000)
);
COMMENT ON TABLE helpdesk.legal_hold IS
    'What must be kept: while a hold is on a person, an organisation or a ticket, nothing of theirs is deleted.';
COMMENT ON COLUMN helpdesk.legal_hold.legal_hold_id IS 'Key.';
COMMENT ON COLUMN helpdesk.legal_hold.person_id IS 'On a person and their tickets; null: on something else.';
COMMENT ON COLUMN helpdesk.legal_hold.organisation_id IS
    'On an organisation, its people and its tickets; null: on something else.';
COMMENT ON COLUMN helpdesk.legal_hold.ticket_id IS 'On a ticket; null: on something else.';
COMMENT ON COLUMN helpdesk.legal_hold.reason IS 'Why, such as the file number of a court.';
COMMENT ON COLUMN helpdesk.legal_hold.placed_by IS 'Who placed it; null: a job or direct login.';
COMMENT ON COLUMN helpdesk.legal_hold.placed_at IS 'When.';
COMMENT ON COLUMN helpdesk.legal_hold.lifted_by IS 'Who lifted it; null: nobody yet, or a job or direct login.';
COMMENT ON COLUMN helpdesk.legal_hold.lifted_at IS 'When; null: it is in force.';
COMMENT ON CONSTRAINT legal_hold_is_on_one ON helpdesk.legal_hold IS
    'A legal hold is on one person, one organisation or one ticket.';
COMMENT ON CONSTRAINT legal_hold_reason_is_short_text ON helpdesk.legal_hold IS
    'A legal hold has a reason of at most 1,000 characters.';
CREATE INDEX legal_hold_person_idx ON helpdesk.legal_hold (person_id) WHERE person_id IS NOT NULL;
COMMENT ON INDEX helpdesk.legal_hold_person_idx IS 'Holds on a person; foreign key.';
CREATE INDEX legal_hold_organisation_idx ON helpdesk.legal_hold (organisation_id) WHERE organisation_id IS NOT NULL;
COMMENT ON INDEX helpdesk.legal_hold_organisation_idx IS 'Holds on an organisation; foreign key.';
CREATE INDEX legal_hold_ticket_idx ON helpdesk.legal_hold (ticket_id) WHERE ticket_id IS NOT NULL;
COMMENT ON INDEX helpdesk.legal_hold_ticket_idx IS 'Holds on a ticket; foreign key.';
CREATE INDEX legal_hold_placed_by_idx ON helpdesk.legal_hold (placed_by);
COMMENT ON INDEX helpdesk.legal_hold_placed_by_idx IS 'Foreign key to person.';
CREATE INDEX legal_hold_lifted_by_idx ON helpdesk.legal_hold (lifted_by);
COMMENT ON INDEX helpdesk.legal_hold_lifted_by_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.person_export (
    person_export_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT person_export_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT person_export_person_fkey REFERENCES helpdesk.person,
    exported_by bigint CONSTRAINT person_export_exported_by_fkey REFERENCES helpdesk.person,
    exported_at timestamptz NOT NULL DEFAULT helpdesk.clock()
);
COMMENT ON TABLE helpdesk.person_export IS 'Who was given all that is kept of a person, and when.';
COMMENT ON COLUMN helpdesk.person_export.person_export_id IS 'Key.';
COMMENT ON COLUMN helpdesk.person_export.person_id IS 'Of whom.';
COMMENT ON COLUMN helpdesk.person_export.exported_by IS 'Who asked; null: a job or direct login.';
COMMENT ON COLUMN helpdesk.person_export.exported_at IS 'When.';
CREATE INDEX person_export_person_idx ON helpdesk.person_export (person_id);
COMMENT ON INDEX helpdesk.person_export_person_idx IS 'Exports of a person; foreign key.';
CREATE INDEX person_export_exported_by_idx ON helpdesk.person_export (exported_by);
COMMENT ON INDEX helpdesk.person_export_exported_by_idx IS 'Foreign key to person.';

ALTER TABLE helpdesk.person_export ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.personal_table ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.removal ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.legal_hold ENABLE ROW LEVEL SECURITY;
