CREATE TABLE helpdesk.credential (
    person_id bigint CONSTRAINT credential_pkey PRIMARY KEY
        CONSTRAINT credential_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    password_hash text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT credential_password_is_hashed
        CHECK (password_hash ~ '^\$argon2id\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$')
);
COMMENT ON TABLE helpdesk.credential IS
    'What people sign in with; no role reads it, functions of login doorkeeper do. No row: no password is set.';
COMMENT ON COLUMN helpdesk.credential.person_id IS 'Whose it is; key.';
COMMENT ON COLUMN helpdesk.credential.password_hash IS
    'argon2id with its parameters and salt, as the api process made it; left out of the audit log.';
COMMENT ON COLUMN helpdesk.credential.changed_at IS 'When the password was set; not when it was hashed anew.';
COMMENT ON CONSTRAINT credential_password_is_hashed ON helpdesk.credential IS
    'A password is kept as its argon2id hash. Call the api''s route, or pgdesk user password.';

CREATE TABLE helpdesk.session (
    session_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT session_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT session_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    started_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    used_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    proved_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    expires_at timestamptz NOT NULL,
    network text NOT NULL,
    client text NOT NULL,
    ended_at timestamptz,
    ended_because text,
    CONSTRAINT session_reason_is_known CHECK (
        ended_because IN (
            'signed_out', 'revoked', 'ended_by_admin', 'reused', 'password_changed', 'deactivated', 'crowded_out'
        )
    ),
    CONSTRAINT session_ended_has_reason CHECK ((ended_at IS NULL) = (ended_because IS NULL)),
    CONSTRAINT session_client_has_limit CHECK (length(client) <= 200)
);
COMMENT ON TABLE helpdesk.session IS
    'Who is signed in where: the family of a session''s refresh tokens; access tokens name it in claim pgdesk_session.';
COMMENT ON COLUMN helpdesk.session.session_id IS 'Key; claim pgdesk_session of access tokens.';
COMMENT ON COLUMN helpdesk.session.person_id IS 'Who is signed in.';
COMMENT ON COLUMN helpdesk.session.started_at IS 'When they signed in.';
COMMENT ON COLUMN helpdesk.session.used_at IS 'When the session was last refreshed, or began.';
COMMENT ON COLUMN helpdesk.session.proved_at IS
    'When its person last proved who they are: signed in, or sent a second factor or the password again.';
COMMENT ON COLUMN helpdesk.session.expires_at IS
    'When it ends by itself: session_idle_days after it was last refreshed, session_days after it began.';
COMMENT ON COLUMN helpdesk.session.network IS
    'From which network it was last refreshed, in CIDR; empty: not known.';
COMMENT ON COLUMN helpdesk.session.client IS
    'What the client called itself last, its User-Agent; at most 200 characters.';
COMMENT ON COLUMN helpdesk.session.ended_at IS 'When it was ended before its time; null: it was not.';
COMMENT ON COLUMN helpdesk.session.ended_because IS
    'signed_out or revoked by its person; ended_by_admin; reused: a refresh token came a second time; '
    'password_changed, deactivated: what happened to the person; crowded_out: by newer ones than session_limit allows. '
    'Null: it was not ended.';
COMMENT ON CONSTRAINT session_reason_is_known ON helpdesk.session IS
    'ended_because is signed_out, revoked, ended_by_admin, reused, password_changed, deactivated or crowded_out.';
COMMENT ON CONSTRAINT session_ended_has_reason ON helpdesk.session IS 'A session that was ended says why.';
COMMENT ON CONSTRAINT session_client_has_limit ON helpdesk.session IS 'client has at most 200 characters.';
CREATE INDEX session_person_idx ON helpdesk.session (person_id, used_at DESC);
COMMENT ON INDEX helpdesk.session_person_idx IS 'A person''s sessions, those used last first; foreign key.';
CREATE INDEX session_over_idx ON helpdesk.session ((coalesce(ended_at, expires_at)));
COMMENT ON INDEX helpdesk.session_over_idx IS 'purge_sessions: what is over.';

CREATE TABLE helpdesk.refresh_token (
    token_hash bytea CONSTRAINT refresh_token_pkey PRIMARY KEY,
    session_id bigint NOT NULL CONSTRAINT refresh_token_session_fkey REFERENCES helpdesk.session ON DELETE CASCADE,
    issued_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    rotated_at timestamptz,
    CONSTRAINT refresh_token_is_hashed CHECK (length(token_hash) = 32)
);
COMMENT ON TABLE helpdesk.refresh_token IS
    'The refresh tokens of sessions: one in force for each, and those that it replaced, by which it is seen that one '
    'comes again. Kept until the session is over. Not audited.';
COMMENT ON COLUMN helpdesk.refresh_token.token_hash IS 'SHA-256 of the token, which nobody keeps but its client.';
COMMENT ON COLUMN helpdesk.refresh_token.session_id IS 'The session.';
COMMENT ON COLUMN helpdesk.refresh_token.issued_at IS 'When the client was given it.';
COMMENT ON COLUMN helpdesk.refresh_token.rotated_at IS 'When its successor was issued; null: it is in force.';
COMMENT ON CONSTRAINT refresh_token_is_hashed ON helpdesk.refresh_token IS 'token_hash has 32 bytes.';
CREATE INDEX refresh_token_session_idx ON helpdesk.refresh_token (session_id);
COMMENT ON INDEX helpdesk.refresh_token_session_idx IS 'Foreign key to session; purge_sessions.';
CREATE UNIQUE INDEX refresh_token_one_in_force ON helpdesk.refresh_token (session_id) WHERE rotated_at IS NULL;
COMMENT ON INDEX helpdesk.refresh_token_one_in_force IS 'A session has one refresh token in force.';

CREATE TABLE helpdesk.login_try (
    tried text CONSTRAINT login_try_pkey PRIMARY KEY,
    tries int NOT NULL,
    last_at timestamptz NOT NULL,
    refused_until timestamptz
);
COMMENT ON TABLE helpdesk.login_try IS
    'How often it was tried in vain to sign in, for each account and network; forgotten after an hour. Not audited.';
COMMENT ON COLUMN helpdesk.login_try.tried IS
    'account and the hash of the address that was given, whether or not somebody has it; or network and its CIDR.';
COMMENT ON COLUMN helpdesk.login_try.tries IS
    'Tries since the last success, counted before the password is looked at, so that tries at once count, too.';
COMMENT ON COLUMN helpdesk.login_try.last_at IS 'When it was last tried.';
COMMENT ON COLUMN helpdesk.login_try.refused_until IS
    'Until when no try is taken: longer after each, from one second to login_longest_delay_seconds. Null: the next is.';
CREATE INDEX login_try_last_idx ON helpdesk.login_try (last_at);
COMMENT ON INDEX helpdesk.login_try_last_idx IS 'purge_login_tries: what is old.';

CREATE TABLE helpdesk.login_link (
    token_hash bytea CONSTRAINT login_link_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT login_link_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    purpose text NOT NULL,
    email text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT login_link_purpose_is_known CHECK (
        purpose IN ('invitation', 'reset_password', 'verify_email', 'register')
    ),
    CONSTRAINT login_link_is_hashed CHECK (length(token_hash) = 32)
);
COMMENT ON TABLE helpdesk.login_link IS
    'Links to choose a password or verify an address, good once. A newer one replaces the older. Not audited.';
COMMENT ON COLUMN helpdesk.login_link.token_hash IS 'SHA-256 of the token in the link.';
COMMENT ON COLUMN helpdesk.login_link.person_id IS 'Whose password or address it is.';
COMMENT ON COLUMN helpdesk.login_link.purpose IS
    'invitation: to choose a password, handed over by who administrates; reset_password: the same, mailed; '
    'verify_email: mailed; register: a guest becomes a person with a password, mailed.';
COMMENT ON COLUMN helpdesk.login_link.email IS 'The address that they had then: with another the link is void.';
COMMENT ON COLUMN helpdesk.login_link.expires_at IS 'Until when it may be used.';
COMMENT ON COLUMN helpdesk.login_link.used_at IS 'When it was; null: not yet.';
COMMENT ON CONSTRAINT login_link_purpose_is_known ON helpdesk.login_link IS
    'purpose is invitation, reset_password, verify_email or register.';
COMMENT ON CONSTRAINT login_link_is_hashed ON helpdesk.login_link IS 'token_hash has 32 bytes.';
CREATE INDEX login_link_person_idx ON helpdesk.login_link (person_id);
COMMENT ON INDEX helpdesk.login_link_person_idx IS 'add_login_link: the links that a person has; foreign key.';
CREATE INDEX login_link_expiry_idx ON helpdesk.login_link (expires_at);
COMMENT ON INDEX helpdesk.login_link_expiry_idx IS 'purge_login_links: what has expired.';

ALTER TABLE helpdesk.credential ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.session ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.refresh_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.login_try ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.login_link ENABLE ROW LEVEL SECURITY;
