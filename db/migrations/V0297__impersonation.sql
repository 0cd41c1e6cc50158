CREATE TABLE helpdesk.impersonation (
    session_id bigint CONSTRAINT impersonation_pkey PRIMARY KEY
        CONSTRAINT impersonation_session_fkey REFERENCES helpdesk.session ON DELETE CASCADE,
    person_id bigint NOT NULL CONSTRAINT impersonation_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    role text NOT NULL,
    admin_id bigint NOT NULL CONSTRAINT impersonation_admin_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    reason text NOT NULL,
    key_id text,
    started_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT impersonation_is_of_another CHECK (admin_id <> person_id),
    CONSTRAINT impersonation_reason_has_limit CHECK (reason ~ '\S' AND length(reason) <= 500)
);
COMMENT ON TABLE helpdesk.impersonation IS
    'Sessions in which an administrator acts as somebody else; kept as long as those. The audit log keeps all.';
COMMENT ON COLUMN helpdesk.impersonation.session_id IS 'The session, which is the other person''s.';
COMMENT ON COLUMN helpdesk.impersonation.person_id IS 'As whom the administrator acts.';
COMMENT ON COLUMN helpdesk.impersonation.role IS 'In which role, which that person had then.';
COMMENT ON COLUMN helpdesk.impersonation.admin_id IS 'Who does.';
COMMENT ON COLUMN helpdesk.impersonation.reason IS 'Why, in their words; the person reads it.';
COMMENT ON COLUMN helpdesk.impersonation.key_id IS 'The key that signs the token; null: PGDESK_JWT_SECRET.';
COMMENT ON COLUMN helpdesk.impersonation.started_at IS 'When it began.';
COMMENT ON COLUMN helpdesk.impersonation.expires_at IS 'When it ends by itself; the session may have ended before.';
COMMENT ON CONSTRAINT impersonation_is_of_another ON helpdesk.impersonation IS 'Nobody acts as themselves.';
COMMENT ON CONSTRAINT impersonation_reason_has_limit ON helpdesk.impersonation IS
    'A reason has 1 to 500 characters and is not blank.';
CREATE INDEX impersonation_person_idx ON helpdesk.impersonation (person_id);
COMMENT ON INDEX helpdesk.impersonation_person_idx IS 'Who acted as a person; foreign key.';
CREATE INDEX impersonation_admin_idx ON helpdesk.impersonation (admin_id);
COMMENT ON INDEX helpdesk.impersonation_admin_idx IS 'As whom somebody acted; foreign key.';

ALTER TABLE helpdesk.impersonation ENABLE ROW LEVEL SECURITY;
