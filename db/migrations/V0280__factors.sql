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
    person_id bigint NOT NULL CONSTRAINT login_challenge_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT login_challenge_is_hashed CHECK (length(token_hash) = 32)
);
COMMENT ON TABLE helpdesk.login_challenge IS
    'Logins that wait for a second factor: the password was right. Good once, and no session yet. Not audited.';
COMMENT ON COLUMN helpdesk.login_challenge.token_hash IS 'SHA-256 of the token that the client sends with the factor.';
COMMENT ON COLUMN helpdesk.login_challenge.person_id IS 'Who signs in.';
COMMENT ON COLUMN helpdesk.login_challenge.created_at IS 'When their password was right; void once it is another.';
COMMENT ON COLUMN helpdesk.login_challenge.expires_at IS 'Until when the factor must come.';
COMMENT ON CONSTRAINT login_challenge_is_hashed ON helpdesk.login_challenge IS 'token_hash has 32 bytes.';
CREATE INDEX login_challenge_person_idx ON helpdesk.login_challenge (person_id);
COMMENT ON INDEX helpdesk.login_challenge_person_idx IS 'Foreign key to person.';
CREATE INDEX login_challenge_expiry_idx ON helpdesk.login_challenge (expires_at);
COMMENT ON INDEX helpdesk.login_challenge_expiry_idx IS 'purge_login_challenges: what has expired.';

ALTER TABLE helpdesk.totp ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.login_challenge ENABLE ROW LEVEL SECURITY;
