CREATE TABLE helpdesk.import_field (
    record text NOT NULL,
    field text NOT NULL,
    value_type text NOT NULL,
    is_required boolean NOT NULL DEFAULT false,
    max_length int,
    allowed text[],
    refers_to text,
    mapped_as text,
    description text NOT NULL,
    CONSTRAINT import_field_pkey PRIMARY KEY (record, field),
    CONSTRAINT import_field_type_is_known CHECK (
        value_type IN (
            'text', 'email', 'language', 'time_zone', 'instant', 'bool', 'integer', 'texts', 'object'
        )
    )
);
COMMENT ON TABLE helpdesk.import_field IS
    'The one form in which records come in and go out: what each kind of record says. Beside these each has an id.';
COMMENT ON COLUMN helpdesk.import_field.record IS
    'Kind of record: organisation, person, ticket, message, file, rating, event, link, merge.';
COMMENT ON COLUMN helpdesk.import_field.field IS 'Name of the field.';
COMMENT ON COLUMN helpdesk.import_field.value_type IS
    'text, email, language, time_zone, instant (ISO 8601 with an offset), bool, integer, texts (a list), object.';
COMMENT ON COLUMN helpdesk.import_field.is_required IS 'A record without it is bad.';
COMMENT ON COLUMN helpdesk.import_field.max_length IS 'Characters at most; null: no limit of its own.';
COMMENT ON COLUMN helpdesk.import_field.allowed IS 'The only values; null: any.';
COMMENT ON COLUMN helpdesk.import_field.refers_to IS 'It holds ids of records of this kind; null: it does not.';
COMMENT ON COLUMN helpdesk.import_field.mapped_as IS
    'Its values are looked up in the mappings of this kind; null: they are taken as they are.';
COMMENT ON COLUMN helpdesk.import_field.description IS 'What it says.';
COMMENT ON CONSTRAINT import_field_type_is_known ON helpdesk.import_field IS
    'value_type is text, email, language, time_zone, instant, bool, integer, texts or object.';

CREATE TABLE helpdesk.import_synonym (
    kind text NOT NULL,
    value text NOT NULL,
    target text NOT NULL,
    CONSTRAINT import_synonym_pkey PRIMARY KEY (kind, value)
);
COMMENT ON TABLE helpdesk.import_synonym IS 'What words of other helpdesks mean here, proposed where a desk has them.';
COMMENT ON COLUMN helpdesk.import_synonym.kind IS 'status, priority, ticket_type or role.';
COMMENT ON COLUMN helpdesk.import_synonym.value IS 'The other word, in lower case, with blanks for underscores.';
COMMENT ON COLUMN helpdesk.import_synonym.target IS 'The key here.';

CREATE TABLE helpdesk.import (
    import_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT import_pkey PRIMARY KEY,
    source text NOT NULL,
    adapter text NOT NULL,
    state text NOT NULL DEFAULT 'created',
    created_by bigint CONSTRAINT import_created_by_fkey REFERENCES helpdesk.person,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    started_at timestamptz,
    ended_at timestamptz,
    batch_size int NOT NULL DEFAULT 500,
    checked jsonb,
    failure text,
    CONSTRAINT import_source_is_word CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    CONSTRAINT import_adapter_is_word CHECK (adapter ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    CONSTRAINT import_state_is_known CHECK (
        state IN ('created', 'tested', 'mapped', 'checked', 'running', 'paused', 'failed', 'done', 'undone')
    ),
    CONSTRAINT import_failed_has_failure CHECK (state <> 'failed' OR failure IS NOT NULL),
    CONSTRAINT import_batch_size_is_sane CHECK (batch_size BETWEEN 1 AND 10000)
);
COMMENT ON TABLE helpdesk.import IS 'What is or was taken in from another helpdesk, step by step.';
COMMENT ON COLUMN helpdesk.import.import_id IS 'Key.';
COMMENT ON COLUMN helpdesk.import.source IS
    'Name of where it comes from: ids are unique within it, so that a second import of the same source goes on.';
COMMENT ON COLUMN helpdesk.import.adapter IS 'What read it: jsonl, csv, mbox; api: rpc/add_import_rows.';
COMMENT ON COLUMN helpdesk.import.state IS
    'How far it is.
created: Its rows come in.
tested: All rows are there and counted; mappings are proposed.
mapped: Each word of the source has a meaning here.
checked: A dry run has said what would happen.
running: Its rows are taken over, batch by batch.
paused: It waits to be resumed; what was taken over is there.
failed: A batch could not be taken over, as failure says; resuming tries again.
done: All rows were taken over, or are kept as problems.
undone: What it made is gone again.
-> created: begin_import
created -> tested: test_import
mapped, checked -> tested: tg_import_mapping__check
tested -> mapped: map_import
mapped, checked -> checked: check_import
checked -> running: start_import
running -> paused: pause_import
paused, failed, done -> running: start_import
running -> done: run_import_batch
running -> failed: fail_import
paused, failed, done -> undone: undo_import';
COMMENT ON COLUMN helpdesk.import.created_by IS 'Who began it; null: the command.';
COMMENT ON COLUMN helpdesk.import.created_at IS 'When it was begun.';
COMMENT ON COLUMN helpdesk.import.started_at IS 'When its first batch was to be taken over; null: not yet.';
COMMENT ON COLUMN helpdesk.import.ended_at IS 'When it was last done, or undone; null: neither.';
COMMENT ON COLUMN helpdesk.import.batch_size IS
    'Tickets, or other records, of the next batch: fewer after one that could not be taken over.';
COMMENT ON COLUMN helpdesk.import.checked IS
    'What the last dry run found: {"records": {kind: {"new", "changed", "unchanged", "bad"}}, "problems": the first '
    'hundred}. Null: there was none.';
COMMENT ON COLUMN helpdesk.import.failure IS 'Why it failed, or was not undone; null: neither.';
COMMENT ON CONSTRAINT import_source_is_word ON helpdesk.import IS
    'source is 1 to 63 lower-case letters, digits, dots, underscores and hyphens, a letter or digit first.';
COMMENT ON CONSTRAINT import_adapter_is_word ON helpdesk.import IS
    'adapter is 1 to 63 lower-case letters, digits, underscores and hyphens, a letter or digit first.';
COMMENT ON CONSTRAINT import_state_is_known ON helpdesk.import IS
    'state is created, tested, mapped, checked, running, paused, failed, done or undone.';
COMMENT ON CONSTRAINT import_failed_has_failure ON helpdesk.import IS 'An import that failed says why.';
COMMENT ON CONSTRAINT import_batch_size_is_sane ON helpdesk.import IS 'batch_size is 1 to 10000.';
CREATE UNIQUE INDEX import_one_of_source_at_a_time ON helpdesk.import (source)
    WHERE state NOT IN ('done', 'undone');
COMMENT ON INDEX helpdesk.import_one_of_source_at_a_time IS 'Of a source one import is under way at a time.';
CREATE INDEX import_created_by_idx ON helpdesk.import (created_by);
COMMENT ON INDEX helpdesk.import_created_by_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.import_row (
    import_row_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT import_row_pkey PRIMARY KEY,
    import_id bigint NOT NULL CONSTRAINT import_row_import_fkey REFERENCES helpdesk.import ON DELETE CASCADE,
    line bigint NOT NULL,
    record text NOT NULL,
    external_id text NOT NULL,
    data jsonb NOT NULL,
    ticket text GENERATED ALWAYS AS (
        CASE
            WHEN record = 'ticket' THEN external_id
            WHEN record IN ('message', 'file', 'rating', 'event') THEN coalesce(data ->> 'ticket', '')
        END
    ) STORED
);
COMMENT ON TABLE helpdesk.import_row IS
    'What an import has read and not yet taken over: a row goes with the batch that takes it over.';
COMMENT ON COLUMN helpdesk.import_row.import_row_id IS 'Key; in the order of the source.';
COMMENT ON COLUMN helpdesk.import_row.import_id IS 'Of which import.';
COMMENT ON COLUMN helpdesk.import_row.line IS 'Where it stands in the source, from 1.';
COMMENT ON COLUMN helpdesk.import_row.record IS 'Kind of record, see import_field.';
COMMENT ON COLUMN helpdesk.import_row.external_id IS 'Its id in the source, unique by kind.';
COMMENT ON COLUMN helpdesk.import_row.data IS 'Its fields.';
COMMENT ON COLUMN helpdesk.import_row.ticket IS 'Id of the ticket with which it is taken over; null: with none.';
CREATE INDEX import_row_next_idx ON helpdesk.import_row (import_id, record, import_row_id);
COMMENT ON INDEX helpdesk.import_row_next_idx IS 'The next rows of a kind.';
CREATE INDEX import_row_ticket_idx ON helpdesk.import_row (import_id, ticket) WHERE ticket IS NOT NULL;
COMMENT ON INDEX helpdesk.import_row_ticket_idx IS 'All that belongs to a ticket.';
CREATE INDEX import_row_external_idx ON helpdesk.import_row (import_id, record, external_id);
COMMENT ON INDEX helpdesk.import_row_external_idx IS 'A row by its id in the source.';

CREATE TABLE helpdesk.import_key (
    source text NOT NULL,
    record text NOT NULL,
    external_id text NOT NULL,
    import_id bigint NOT NULL CONSTRAINT import_key_import_fkey REFERENCES helpdesk.import,
    row_id bigint,
    is_made boolean NOT NULL,
    hash bytea NOT NULL,
    content_hash bytea,
    last_event_id bigint,
    CONSTRAINT import_key_pkey PRIMARY KEY (source, record, external_id)
);
COMMENT ON TABLE helpdesk.import_key IS
    'What was taken over from where: by it a second import of a source takes only what is new or has changed.';
COMMENT ON COLUMN helpdesk.import_key.source IS 'Name of the source.';
COMMENT ON COLUMN helpdesk.import_key.record IS
    'Kind of record; beside those of import_field tag and department, which come with tickets.';
COMMENT ON COLUMN helpdesk.import_key.external_id IS 'Id there.';
COMMENT ON COLUMN helpdesk.import_key.import_id IS 'The import that brought it.';
COMMENT ON COLUMN helpdesk.import_key.row_id IS 'Key of its row here; null: it is part of its ticket.';
COMMENT ON COLUMN helpdesk.import_key.is_made IS 'The import made the row; false: it was there before.';
COMMENT ON COLUMN helpdesk.import_key.hash IS 'SHA-256 of the record, when it was last taken over.';
COMMENT ON COLUMN helpdesk.import_key.content_hash IS
    'SHA-256 of a message''s text or a file''s bytes, as they were in the source; null: neither.';
COMMENT ON COLUMN helpdesk.import_key.last_event_id IS
    'Of a ticket: the last event of what was taken over; later ones happened here. Null: it is no ticket.';
CREATE INDEX import_key_import_idx ON helpdesk.import_key (import_id, record);
COMMENT ON INDEX helpdesk.import_key_import_idx IS 'What an import brought; foreign key.';
CREATE INDEX import_key_row_idx ON helpdesk.import_key (record, row_id);
COMMENT ON INDEX helpdesk.import_key_row_idx IS 'Where a row came from.';

CREATE TABLE helpdesk.import_mapping (
    import_id bigint NOT NULL CONSTRAINT import_mapping_import_fkey REFERENCES helpdesk.import ON DELETE CASCADE,
    kind text NOT NULL,
    value text NOT NULL,
    target text,
    records bigint NOT NULL,
    CONSTRAINT import_mapping_pkey PRIMARY KEY (import_id, kind, value),
    CONSTRAINT import_mapping_kind_is_known
        CHECK (kind IN ('status', 'priority', 'ticket_type', 'department', 'role', 'person', 'field'))
);
COMMENT ON TABLE helpdesk.import_mapping IS 'What the words of a source mean here; proposed by test_import.';
COMMENT ON COLUMN helpdesk.import_mapping.import_id IS 'Of which import.';
COMMENT ON COLUMN helpdesk.import_mapping.kind IS
    'status, priority, ticket_type, department, role (of people), person (of staff), field (of tickets).';
COMMENT ON COLUMN helpdesk.import_mapping.value IS 'The word there; of person its id.';
COMMENT ON COLUMN helpdesk.import_mapping.target IS
    'The key here; of a department its slug, of which one is made where there is none; of a person + (a new one) or '
    'person_id; of department, ticket_type and field also - (left out). Null: undecided.';
COMMENT ON COLUMN helpdesk.import_mapping.records IS 'How many records have it.';
COMMENT ON CONSTRAINT import_mapping_kind_is_known ON helpdesk.import_mapping IS
    'kind is status, priority, ticket_type, department, role, person or field.';

CREATE TABLE helpdesk.import_count (
    import_id bigint NOT NULL CONSTRAINT import_count_import_fkey REFERENCES helpdesk.import ON DELETE CASCADE,
    record text NOT NULL,
    read bigint NOT NULL DEFAULT 0,
    repeated bigint NOT NULL DEFAULT 0,
    imported bigint NOT NULL DEFAULT 0,
    updated bigint NOT NULL DEFAULT 0,
    unchanged bigint NOT NULL DEFAULT 0,
    bad bigint NOT NULL DEFAULT 0,
    CONSTRAINT import_count_pkey PRIMARY KEY (import_id, record),
    CONSTRAINT import_count_is_of_read
        CHECK (least(repeated, imported, updated, unchanged, bad) >= 0
            AND repeated + imported + updated + unchanged + bad <= read)
);
COMMENT ON TABLE helpdesk.import_count IS 'What became of the records of an import.';
COMMENT ON COLUMN helpdesk.import_count.import_id IS 'Of which import.';
COMMENT ON COLUMN helpdesk.import_count.record IS 'Kind of record.';
COMMENT ON COLUMN helpdesk.import_count.read IS 'How many were read.';
COMMENT ON COLUMN helpdesk.import_count.repeated IS 'Of these: came again further below, where the last one counts.';
COMMENT ON COLUMN helpdesk.import_count.imported IS 'Of these: new here.';
COMMENT ON COLUMN helpdesk.import_count.updated IS 'Of these: changed since an earlier import.';
COMMENT ON COLUMN helpdesk.import_count.unchanged IS 'Of these: as an earlier import had them.';
COMMENT ON COLUMN helpdesk.import_count.bad IS 'Of these: rows of import_problem.';
COMMENT ON CONSTRAINT import_count_is_of_read ON helpdesk.import_count IS 'No record is counted that was not read.';

CREATE TABLE helpdesk.import_problem (
    import_problem_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT import_problem_pkey PRIMARY KEY,
    import_id bigint NOT NULL CONSTRAINT import_problem_import_fkey REFERENCES helpdesk.import ON DELETE CASCADE,
    line bigint NOT NULL,
    record text NOT NULL,
    external_id text NOT NULL,
    reason text NOT NULL,
    hint text,
    data jsonb NOT NULL
);
COMMENT ON TABLE helpdesk.import_problem IS 'Records that were not taken over, until they are mended.';
COMMENT ON COLUMN helpdesk.import_problem.import_problem_id IS 'Key.';
COMMENT ON COLUMN helpdesk.import_problem.import_id IS 'Of which import.';
COMMENT ON COLUMN helpdesk.import_problem.line IS 'Where it stands in the source, from 1.';
COMMENT ON COLUMN helpdesk.import_problem.record IS 'Kind of record; empty: it could not be read.';
COMMENT ON COLUMN helpdesk.import_problem.external_id IS 'Its id in the source.';
COMMENT ON COLUMN helpdesk.import_problem.reason IS 'Why.';
COMMENT ON COLUMN helpdesk.import_problem.hint IS 'What helps; null: nothing more is known.';
COMMENT ON COLUMN helpdesk.import_problem.data IS 'Its fields, to be mended with rpc/mend_import_problem.';
CREATE INDEX import_problem_import_idx ON helpdesk.import_problem (import_id, line);
COMMENT ON INDEX helpdesk.import_problem_import_idx IS 'The problems of an import in order; foreign key.';

ALTER TABLE helpdesk.import_field ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.import_synonym ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.import ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.import_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.import_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.import_mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.import_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.import_problem ENABLE ROW LEVEL SECURITY;
