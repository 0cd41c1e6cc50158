CREATE TABLE helpdesk.widget_origin (
    origin text CONSTRAINT widget_origin_pkey PRIMARY KEY,
    note text,
    has_portal boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT widget_origin_is_origin CHECK (origin ~ '^(\*|https?://[a-z0-9.-]+(:[0-9]{1,5})?)$'),
    CONSTRAINT widget_origin_note_has_limit CHECK (length(note) <= 500),
    CONSTRAINT widget_origin_of_portal_is_named CHECK (NOT (has_portal AND origin = '*'))
);
COMMENT ON TABLE helpdesk.widget_origin IS
    'Web sites whose pages may embed the widget, and the portal where they say so. None: no other site''s may.';
COMMENT ON COLUMN helpdesk.widget_origin.origin IS
    'Scheme, host and port as browsers send them, https://shop.example; * stands for every site.';
COMMENT ON COLUMN helpdesk.widget_origin.note IS 'What administrators should know of it; null: nothing.';
COMMENT ON COLUMN helpdesk.widget_origin.has_portal IS
    'Whether its pages may embed the portal, too: ask /rest, /files, /articles, /auth and /live by a bearer token. '
    'Scripts of the site see what people type there, passwords included.';
COMMENT ON COLUMN helpdesk.widget_origin.created_at IS 'When it was entered.';
COMMENT ON CONSTRAINT widget_origin_is_origin ON helpdesk.widget_origin IS
    'origin is a scheme, a host in lower case and, unless it is the scheme''s, a port. Write for example '
    'https://shop.example, or * for every site.';
COMMENT ON CONSTRAINT widget_origin_note_has_limit ON helpdesk.widget_origin IS 'note has at most 500 characters.';
COMMENT ON CONSTRAINT widget_origin_of_portal_is_named ON helpdesk.widget_origin IS
    'Sites that embed the portal are named one by one: * has no portal.';

CREATE TABLE helpdesk.spent_challenge (
    challenge_hash bytea CONSTRAINT spent_challenge_pkey PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    CONSTRAINT spent_challenge_is_hashed CHECK (length(challenge_hash) = 32)
);
COMMENT ON TABLE helpdesk.spent_challenge IS
    'Challenges that were solved, so that none counts twice; kept until they expire. Not audited.';
COMMENT ON COLUMN helpdesk.spent_challenge.challenge_hash IS 'SHA-256 of the challenge.';
COMMENT ON COLUMN helpdesk.spent_challenge.expires_at IS 'When it is good no more.';
COMMENT ON CONSTRAINT spent_challenge_is_hashed ON helpdesk.spent_challenge IS 'challenge_hash has 32 bytes.';
CREATE INDEX spent_challenge_expiry_idx ON helpdesk.spent_challenge (expires_at);
COMMENT ON INDEX helpdesk.spent_challenge_expiry_idx IS 'purge_spent_challenges: what has expired.';

ALTER TABLE helpdesk.widget_origin ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.spent_challenge ENABLE ROW LEVEL SECURITY;
