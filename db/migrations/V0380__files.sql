CREATE TABLE helpdesk.stored_file (
    stored_file_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT stored_file_pkey PRIMARY KEY,
    sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    storage_key text NOT NULL GENERATED ALWAYS AS (
        'sha256/' || substr(sha256, 1, 2) || '/' || substr(sha256, 3, 2) || '/' || sha256 || '.' || stored_file_id
    ) STORED,
    state text NOT NULL DEFAULT 'kept',
    loosened_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT stored_file_state_is_known CHECK (state IN ('kept', 'removing')),
    CONSTRAINT stored_file_sha256_is_a_hash CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE helpdesk.stored_file IS
    'What lies in the store of files: the same bytes once, whoever uploaded them. Nobody sees these rows, so that '
    'nobody learns by them what others have.';
COMMENT ON COLUMN helpdesk.stored_file.stored_file_id IS 'Key.';
COMMENT ON COLUMN helpdesk.stored_file.sha256 IS 'Of the bytes, in hexadecimal.';
COMMENT ON COLUMN helpdesk.stored_file.size_bytes IS 'How many there are.';
COMMENT ON COLUMN helpdesk.stored_file.storage_key IS
    'Where they lie: by their hash, and the row, so that what is being removed is never what is being uploaded.';
COMMENT ON COLUMN helpdesk.stored_file.state IS
'What becomes of it.
kept: It lies in the store, or is on its way there; who uploads the same bytes refers to it.
removing: Nothing refers to it, and nothing will; a worker removes the bytes, then the row.
-> kept: keep_upload
kept -> removing: sweep_files';
COMMENT ON COLUMN helpdesk.stored_file.loosened_at IS
    'Since when something that referred to it does no longer: others may; null: nothing was taken from it.';
COMMENT ON COLUMN helpdesk.stored_file.created_at IS 'When these bytes first came.';
COMMENT ON CONSTRAINT stored_file_state_is_known ON helpdesk.stored_file IS 'state is kept or removing.';
COMMENT ON CONSTRAINT stored_file_sha256_is_a_hash ON helpdesk.stored_file IS 'sha256 is 64 hexadecimal digits.';
CREATE UNIQUE INDEX stored_file_once ON helpdesk.stored_file (sha256) WHERE state = 'kept';
COMMENT ON INDEX helpdesk.stored_file_once IS 'The same bytes are kept once.';
CREATE INDEX stored_file_loose_idx ON helpdesk.stored_file (loosened_at) WHERE loosened_at IS NOT NULL;
COMMENT ON INDEX helpdesk.stored_file_loose_idx IS 'sweep_files: what perhaps nothing refers to.';
CREATE INDEX stored_file_removing_idx ON helpdesk.stored_file (stored_file_id) WHERE state = 'removing';
COMMENT ON INDEX helpdesk.stored_file_removing_idx IS 'list_removed_files: what a worker removes.';

ALTER TABLE helpdesk.attachment
    ADD COLUMN stored_file_id bigint CONSTRAINT attachment_stored_file_fkey REFERENCES helpdesk.stored_file,
    ADD COLUMN article_id bigint CONSTRAINT attachment_article_fkey REFERENCES helpdesk.article ON DELETE CASCADE,
    ADD CONSTRAINT attachment_is_of_one CHECK (num_nonnulls(ticket_id, article_id) <= 1),
    ADD CONSTRAINT attachment_has_one_source CHECK (
        CASE state
            WHEN 'gone' THEN stored_file_id IS NULL
            WHEN 'receiving' THEN inbound_mail_id IS NULL
            ELSE num_nonnulls(inbound_mail_id, stored_file_id) = 1
        END
    );
COMMENT ON COLUMN helpdesk.attachment.stored_file_id IS
    'Its bytes in the store; null: a mail holds them, they are not received yet, or gone.';
COMMENT ON COLUMN helpdesk.attachment.article_id IS 'Article of the knowledge base that it belongs to; null: to none.';
COMMENT ON CONSTRAINT attachment_is_of_one ON helpdesk.attachment IS
    'A file is of a ticket or of an article, not of both.';
COMMENT ON CONSTRAINT attachment_has_one_source ON helpdesk.attachment IS
    'The bytes of a file are in a mail or in the store; gone ones are in no store, and a mail''s are not uploaded.';
CREATE INDEX attachment_stored_file_idx ON helpdesk.attachment (stored_file_id) WHERE stored_file_id IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_stored_file_idx IS 'Whether anything refers to a stored file; foreign key.';
CREATE INDEX attachment_article_idx ON helpdesk.attachment (article_id) WHERE article_id IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_article_idx IS 'An article''s files; foreign key.';

ALTER TABLE helpdesk.stored_file ENABLE ROW LEVEL SECURITY;

CREATE TABLE helpdesk.thumbnail (
    attachment_id bigint CONSTRAINT thumbnail_pkey PRIMARY KEY
        CONSTRAINT thumbnail_attachment_fkey REFERENCES helpdesk.attachment ON DELETE CASCADE,
    content bytea,
    asked_at timestamptz NOT NULL,
    CONSTRAINT thumbnail_is_small CHECK (length(content) BETWEEN 1 AND 100000)
);
COMMENT ON TABLE helpdesk.thumbnail IS
    'Small pictures of images. So small that they are kept here, and go with what they show. Not audited.';
COMMENT ON COLUMN helpdesk.thumbnail.attachment_id IS 'Of which file; key.';
COMMENT ON COLUMN helpdesk.thumbnail.content IS
    'A WebP image without metadata; null: it is being made, or cannot be.';
COMMENT ON COLUMN helpdesk.thumbnail.asked_at IS 'When a worker was last told to make it.';
COMMENT ON CONSTRAINT thumbnail_is_small ON helpdesk.thumbnail IS 'A small picture has at most 100,000 bytes.';

ALTER TABLE helpdesk.thumbnail ENABLE ROW LEVEL SECURITY;
