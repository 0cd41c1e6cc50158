CREATE TABLE helpdesk.totp (
    person_id bigint CONSTRAINT totp_pkey PRIMARY KEY
        CONSTRAINT totp_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    secret helpdesk.sealed NOT NULL,
    started_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    confirmed_at timestamptz,
    last_step bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE helpdesk.totp IS
    'Authenticator apps (TOTP, RFC 6238) by which people show at login that it is them; no role reads it.';
COMMENT ON COLUMN helpdesk.totp.person_id IS 'Whose it is; key.';
COMMENT ON COLUMN helpdesk.totp.secret IS 'What the app makes its codes from; sealed, and left out of the audit log.';
COMMENT ON COLUMN helpdesk.totp.started_at IS 'When the person was shown the secret.';
COMMENT ON COLUMN helpdesk.totp.confirmed_at IS
    'When they first sent a code of it; from then on it is asked for. Null: not yet.';
COMMENT ON COLUMN helpdesk.totp.last_step IS
    'The 30 seconds, counted from 1970, of the newest code that was taken: none of them or before is taken again.';

CREATE TABLE helpdesk.passkey (
    passkey_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT passkey_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT passkey_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    name text NOT NULL,
    credential_id bytea NOT NULL CONSTRAINT passkey_credential_key UNIQUE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    added_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    used_at timestamptz,
    CONSTRAINT passkey_name_has_limit CHECK (name = btrim(name) AND length(name) BETWEEN 1 AND 100),
    CONSTRAINT passkey_credential_has_limit CHECK (length(credential_id) BETWEEN 16 AND 1023)
);
COMMENT ON TABLE helpdesk.passkey IS
    'Passkeys (WebAuthn), by which people sign in instead of by password, or show at login that it is them.';
COMMENT ON COLUMN helpdesk.passkey.passkey_id IS 'Key.';
COMMENT ON COLUMN helpdesk.passkey.person_id IS 'Whose it is.';
COMMENT ON COLUMN helpdesk.passkey.name IS 'What its person calls it; 1 to 100 characters.';
COMMENT ON COLUMN helpdesk.passkey.credential_id IS 'What the authenticator calls it.';
COMMENT ON COLUMN helpdesk.passkey.public_key IS
    'By which its signatures are checked: attested credential data (WebAuthn, section 6.5.1).';
COMMENT ON COLUMN helpdesk.passkey.sign_count IS
    'How often it has signed, as it last said; a lower number later comes from a copy. 0: it does not count.';
COMMENT ON COLUMN helpdesk.passkey.added_at IS 'When it was added.';
COMMENT ON COLUMN helpdesk.passkey.used_at IS 'When it was last used; null: not yet.';
COMMENT ON CONSTRAINT passkey_credential_key ON helpdesk.passkey IS 'A passkey belongs to one person.';
COMMENT ON CONSTRAINT passkey_name_has_limit ON helpdesk.passkey IS
    'The name of a passkey has 1 to 100 characters and no blanks around it.';
COMMENT ON CONSTRAINT passkey_credential_has_limit ON helpdesk.passkey IS 'credential_id has 16 to 1023 bytes.';
CREATE INDEX passkey_person_idx ON helpdesk.passkey (person_id);
COMMENT ON INDEX helpdesk.passkey_person_idx IS 'A person''s passkeys; foreign key.';

CREATE TABLE helpdesk.recovery_code (
    code_hash bytea CONSTRAINT recovery_code_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT recovery_code_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    made_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    used_at timestamptz,
    CONSTRAINT recovery_code_is_hashed CHECK (length(code_hash) = 32)
);
COMMENT ON TABLE helpdesk.recovery_code IS
    'Codes, each good once, for who has lost what the second factor needs; ten at a time, gone with the last factor.';
COMMENT ON COLUMN helpdesk.recovery_code.code_hash IS
    'SHA-256 of the code, of 80 random bits, which nobody keeps but its person; left out of the audit log.';
COMMENT ON COLUMN helpdesk.recovery_code.person_id IS 'Whose it is.';
COMMENT ON COLUMN helpdesk.recovery_code.made_at IS 'When it was shown.';
COMMENT ON COLUMN helpdesk.recovery_code.used_at IS 'When it was used; null: not yet.';
COMMENT ON CONSTRAINT recovery_code_is_hashed ON helpdesk.recovery_code IS 'code_hash has 32 bytes.';
CREATE INDEX recovery_code_person_idx ON helpdesk.recovery_code (person_id);
COMMENT ON INDEX helpdesk.recovery_code_person_idx IS 'A person''s codes; foreign key.';

CREATE TABLE helpdesk.login_challenge (
    token_hash bytea CONSTRAINT login_challenge_pkey PRIMARY KEY,
    person_id bigint CONSTRAINT login_challenge_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    session_id bigint CONSTRAINT login_challenge_session_fkey REFERENCES helpdesk.session ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT login_challenge_is_hashed CHECK (length(token_hash) = 32)
);
COMMENT ON TABLE helpdesk.login_challenge IS
    'What waits for an answer, good once: a login for its second factor, a login by passkey alone, or a session for a '
    'passkey. No session by itself. Not audited.';
COMMENT ON COLUMN helpdesk.login_challenge.token_hash IS
    'SHA-256 of the token that the client sends with the factor, and that a passkey signs.';
COMMENT ON COLUMN helpdesk.login_challenge.person_id IS
    'Who signs in, and whose password was right; or whose session it is. Null: the passkey will say.';
COMMENT ON COLUMN helpdesk.login_challenge.session_id IS
    'The session that adds a passkey, or proves by one who it is. Null: somebody signs in.';
COMMENT ON COLUMN helpdesk.login_challenge.created_at IS
    'When it began; where the password was right, void once it is another.';
COMMENT ON COLUMN helpdesk.login_challenge.expires_at IS 'Until when the answer must come.';
COMMENT ON CONSTRAINT login_challenge_is_hashed ON helpdesk.login_challenge IS 'token_hash has 32 bytes.';
CREATE INDEX login_challenge_person_idx ON helpdesk.login_challenge (person_id);
COMMENT ON INDEX helpdesk.login_challenge_person_idx IS 'Foreign key to person.';
CREATE INDEX login_challenge_session_idx ON helpdesk.login_challenge (session_id) WHERE session_id IS NOT NULL;
COMMENT ON INDEX helpdesk.login_challenge_session_idx IS 'Foreign key to session.';
CREATE INDEX login_challenge_expiry_idx ON helpdesk.login_challenge (expires_at);
COMMENT ON INDEX helpdesk.login_challenge_expiry_idx IS 'purge_login_challenges: what has expired.';

ALTER TABLE helpdesk.totp ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.passkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.login_challenge ENABLE ROW LEVEL SECURITY;
