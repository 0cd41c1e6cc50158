CREATE TABLE helpdesk.ability (
    ability text CONSTRAINT ability_pkey PRIMARY KEY,
    description text NOT NULL,
    reads text[] NOT NULL,
    writes text[] NOT NULL,
    calls text[] NOT NULL,
    CONSTRAINT ability_has_form CHECK (ability ~ '^[a-z]+(:[a-z]+)?$')
);
COMMENT ON TABLE helpdesk.ability IS
    'What an API token can be made for. It opens what one of its abilities names, and no more than its person may.';
COMMENT ON COLUMN helpdesk.ability.ability IS
    'Its name, such as tickets:read; everything names all that the others name.';
COMMENT ON COLUMN helpdesk.ability.description IS 'What it is good for.';
COMMENT ON COLUMN helpdesk.ability.reads IS 'Views of the API that it reads.';
COMMENT ON COLUMN helpdesk.ability.writes IS 'Views that it reads and writes.';
COMMENT ON COLUMN helpdesk.ability.calls IS
    'Verbs that it calls. What a verb returns it may see, whether or not it may read the view.';
COMMENT ON CONSTRAINT ability_has_form ON helpdesk.ability IS 'An ability is called like tickets:read.';

CREATE TABLE helpdesk.api_token (
    api_token_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT api_token_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT api_token_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    role text NOT NULL,
    name text NOT NULL,
    key_id text,
    token_hash bytea NOT NULL CONSTRAINT api_token_hash_key UNIQUE,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz,
    revoked_by bigint CONSTRAINT api_token_revoked_by_fkey REFERENCES helpdesk.person ON DELETE SET NULL,
    CONSTRAINT api_token_name_is_text CHECK (name ~ '\S' AND length(name) <= 100),
    CONSTRAINT api_token_is_hashed CHECK (length(token_hash) = 32)
);
COMMENT ON TABLE helpdesk.api_token IS
    'Tokens that people have made for programs. The token itself, a JWT, was shown once and is kept nowhere.';
COMMENT ON COLUMN helpdesk.api_token.api_token_id IS 'Key.';
COMMENT ON COLUMN helpdesk.api_token.person_id IS 'Who made it, and as whom it acts.';
COMMENT ON COLUMN helpdesk.api_token.role IS
    'The role that its person had then, which the token names: with another it opens nothing.';
COMMENT ON COLUMN helpdesk.api_token.name IS 'What it is for; 1 to 100 characters.';
COMMENT ON COLUMN helpdesk.api_token.key_id IS
    'The signing key that signed it, which is kept as long; null: PGDESK_JWT_SECRET did.';
COMMENT ON COLUMN helpdesk.api_token.token_hash IS
    'SHA-256 of the secret in its claim pgdesk_token; left out of the audit log.';
COMMENT ON COLUMN helpdesk.api_token.created_at IS 'When it was made.';
COMMENT ON COLUMN helpdesk.api_token.expires_at IS 'Until when it is good.';
COMMENT ON COLUMN helpdesk.api_token.used_at IS
    'When it was last used, noted at most once a minute; null: not yet.';
COMMENT ON COLUMN helpdesk.api_token.revoked_at IS 'Since when it opens nothing any more; null: it was not revoked.';
COMMENT ON COLUMN helpdesk.api_token.revoked_by IS 'Who revoked it; null: nobody, or its person was deactivated.';
COMMENT ON CONSTRAINT api_token_name_is_text ON helpdesk.api_token IS
    'name has 1 to 100 characters and is not blank. Say what the token is for.';
COMMENT ON CONSTRAINT api_token_is_hashed ON helpdesk.api_token IS 'token_hash has 32 bytes.';
COMMENT ON INDEX helpdesk.api_token_hash_key IS 'The token of a request; none is there twice.';
CREATE INDEX api_token_person_idx ON helpdesk.api_token (person_id);
COMMENT ON INDEX helpdesk.api_token_person_idx IS 'A person''s tokens; foreign key.';
CREATE INDEX api_token_revoked_by_idx ON helpdesk.api_token (revoked_by);
COMMENT ON INDEX helpdesk.api_token_revoked_by_idx IS 'Foreign key to person.';
CREATE INDEX api_token_over_idx ON helpdesk.api_token ((coalesce(revoked_at, expires_at)));
COMMENT ON INDEX helpdesk.api_token_over_idx IS 'purge_api_tokens: what is over.';

CREATE TABLE helpdesk.api_token_ability (
    api_token_id bigint CONSTRAINT api_token_ability_token_fkey REFERENCES helpdesk.api_token ON DELETE CASCADE,
    ability text CONSTRAINT api_token_ability_ability_fkey REFERENCES helpdesk.ability ON DELETE CASCADE,
    CONSTRAINT api_token_ability_pkey PRIMARY KEY (api_token_id, ability)
);
COMMENT ON TABLE helpdesk.api_token_ability IS 
    'The abilities of API tokens; given when a token is made, never changed.';
COMMENT ON COLUMN helpdesk.api_token_ability.api_token_id IS 'The token.';
COMMENT ON COLUMN helpdesk.api_token_ability.ability IS 'What it can do.';
COMMENT ON CONSTRAINT api_token_ability_ability_fkey ON helpdesk.api_token_ability IS
    'Choose abilities of /rest/abilities.';
CREATE INDEX api_token_ability_ability_idx ON helpdesk.api_token_ability (ability);
COMMENT ON INDEX helpdesk.api_token_ability_ability_idx IS 'Foreign key to ability.';

ALTER TABLE helpdesk.ability ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.api_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.api_token_ability ENABLE ROW LEVEL SECURITY;

CREATE TABLE helpdesk.rate_limit (
    counted text CONSTRAINT rate_limit_pkey PRIMARY KEY,
    requests int NOT NULL,
    seconds int NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    description text NOT NULL,
    CONSTRAINT rate_limit_counted_is_known CHECK (counted IN ('token', 'person', 'network', 'intake')),
    CONSTRAINT rate_limit_requests_has_range CHECK (requests BETWEEN 1 AND 1000000),
    CONSTRAINT rate_limit_seconds_has_range CHECK (seconds BETWEEN 1 AND 86400)
);
COMMENT ON TABLE helpdesk.rate_limit IS
    'How much is asked at most. Counted in the memory of the api processes, which follow a change within seconds.';
COMMENT ON COLUMN helpdesk.rate_limit.counted IS
    'What is counted together. token: requests with an API token; person: of a person, with whatever token; network: '
    'of callers without a token; intake: what those send.';
COMMENT ON COLUMN helpdesk.rate_limit.requests IS 'So many requests, 1 to 1000000 …';
COMMENT ON COLUMN helpdesk.rate_limit.seconds IS
    '… within so many seconds, 1 to 86400, from the first of them on; then it begins anew.';
COMMENT ON COLUMN helpdesk.rate_limit.is_active IS 'Whether it is counted at all.';
COMMENT ON COLUMN helpdesk.rate_limit.description IS 'What it is good for.';
COMMENT ON CONSTRAINT rate_limit_counted_is_known ON helpdesk.rate_limit IS
    'counted is token, person, network or intake.';
COMMENT ON CONSTRAINT rate_limit_requests_has_range ON helpdesk.rate_limit IS 'requests is 1 to 1000000.';
COMMENT ON CONSTRAINT rate_limit_seconds_has_range ON helpdesk.rate_limit IS 'seconds is 1 to 86400.';

ALTER TABLE helpdesk.rate_limit ENABLE ROW LEVEL SECURITY;
