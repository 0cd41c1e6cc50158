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
    ('PD404', 422, 'a placeholder is unknown', 'See /rest/placeholders.');

ALTER TABLE helpdesk.canned_folder ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.canned_reply ENABLE ROW LEVEL SECURITY;
