CREATE TABLE helpdesk.canned_folder (
    folder_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT canned_folder_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT canned_folder_name_key UNIQUE,
    position int NOT NULL DEFAULT 100
);
COMMENT ON TABLE helpdesk.canned_folder IS 'Folders of canned replies.';
COMMENT ON COLUMN helpdesk.canned_folder.folder_id IS 'Key.';
COMMENT ON COLUMN helpdesk.canned_folder.name IS 'Unique name.';
COMMENT ON COLUMN helpdesk.canned_folder.position IS 'Order in the list of folders, lowest first.';

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
COMMENT ON TABLE helpdesk.canned_reply IS
    'Texts that staff put into their replies; placeholders are filled in from the ticket.';
COMMENT ON COLUMN helpdesk.canned_reply.canned_reply_id IS 'Key.';
COMMENT ON COLUMN helpdesk.canned_reply.folder_id IS 'Folder that it lies in; null: in none.';
COMMENT ON COLUMN helpdesk.canned_reply.title IS 'What staff choose it by.';
COMMENT ON COLUMN helpdesk.canned_reply.body IS 'Text with {{placeholders}}, at most 50,000 characters.';
COMMENT ON COLUMN helpdesk.canned_reply.owner_id IS 'Whose it is; null: nobody''s.';
COMMENT ON COLUMN helpdesk.canned_reply.is_shared IS 'All staff may use it; false: its owner alone.';
COMMENT ON COLUMN helpdesk.canned_reply.created_at IS 'When it was first saved.';
COMMENT ON CONSTRAINT canned_reply_title_is_short_text ON helpdesk.canned_reply IS
    'title has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT canned_reply_body_has_limit ON helpdesk.canned_reply IS
    'The body of a canned reply has 1 to 50000 characters and is not blank.';
COMMENT ON CONSTRAINT canned_reply_private_has_owner ON helpdesk.canned_reply IS
    'A canned reply that is not shared has an owner.';
CREATE INDEX canned_reply_folder_idx ON helpdesk.canned_reply (folder_id);
COMMENT ON INDEX helpdesk.canned_reply_folder_idx IS 'A folder''s replies; foreign key.';
CREATE INDEX canned_reply_owner_idx ON helpdesk.canned_reply (owner_id);
COMMENT ON INDEX helpdesk.canned_reply_owner_idx IS 'An agent''s own replies; foreign key.';

ALTER TABLE helpdesk.canned_folder ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.canned_reply ENABLE ROW LEVEL SECURITY;
