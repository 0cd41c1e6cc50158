CREATE TABLE helpdesk.guest_intake (
    ticket_id bigint CONSTRAINT guest_intake_pkey PRIMARY KEY
        CONSTRAINT guest_intake_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    network text NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE helpdesk.guest_intake IS
    'From where tickets came that were opened without an account; kept a day, for their limits. Not audited.';
COMMENT ON COLUMN helpdesk.guest_intake.ticket_id IS 'The ticket; key.';
COMMENT ON COLUMN helpdesk.guest_intake.network IS
    'Network of the caller in CIDR, as the api process knows it; empty: not known.';
COMMENT ON COLUMN helpdesk.guest_intake.created_at IS 'When the ticket was opened.';
CREATE INDEX guest_intake_network_idx ON helpdesk.guest_intake (network, created_at);
COMMENT ON INDEX helpdesk.guest_intake_network_idx IS 'check_guest_ticket: how many of a network in the last hour.';

CREATE TABLE helpdesk.guest_link (
    guest_link_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT guest_link_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT guest_link_ticket_key UNIQUE
        CONSTRAINT guest_link_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    person_id bigint NOT NULL CONSTRAINT guest_link_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    nonce bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    code_nonce bytea,
    code_expires_at timestamptz,
    CONSTRAINT guest_link_nonces_are_long CHECK (length(nonce) = 32 AND length(code_nonce) = 32),
    CONSTRAINT guest_link_code_expires CHECK ((code_nonce IS NULL) = (code_expires_at IS NULL))
);
COMMENT ON TABLE helpdesk.guest_link IS
    'Links by which requesters reach one ticket without an account, one a ticket. Deleting it revokes it, and all that '
    'was opened by it.';
COMMENT ON COLUMN helpdesk.guest_link.guest_link_id IS 'Key; claim pgdesk_guest_link of access tokens.';
COMMENT ON COLUMN helpdesk.guest_link.ticket_id IS 'The one ticket that it opens.';
COMMENT ON COLUMN helpdesk.guest_link.person_id IS
    'Its requester then, to whose address it was mailed: with another requester the link is void.';
COMMENT ON COLUMN helpdesk.guest_link.nonce IS
    'From which, with PGDESK_JWT_SECRET, sender and api process make the token of the link, which nobody keeps; left '
    'out of the audit log.';
COMMENT ON COLUMN helpdesk.guest_link.created_at IS 'When it was made.';
COMMENT ON COLUMN helpdesk.guest_link.expires_at IS
    'Until when it may be used; a mail with it begins guest_link_days anew.';
COMMENT ON COLUMN helpdesk.guest_link.used_at IS
    'When it, or a code, was first used: the requester has the address. Null: not yet.';
COMMENT ON COLUMN helpdesk.guest_link.code_nonce IS
    'The same of the code that was mailed along, to be typed where the link cannot be followed. Null: there is none, '
    'or it was used.';
COMMENT ON COLUMN helpdesk.guest_link.code_expires_at IS 'Until when the code may be used; null: there is none.';
COMMENT ON CONSTRAINT guest_link_nonces_are_long ON helpdesk.guest_link IS 'nonce and code_nonce have 32 bytes.';
COMMENT ON CONSTRAINT guest_link_code_expires ON helpdesk.guest_link IS 'A code expires.';
CREATE INDEX guest_link_person_idx ON helpdesk.guest_link (person_id);
COMMENT ON INDEX helpdesk.guest_link_person_idx IS 'Foreign key to person.';
CREATE INDEX guest_link_expiry_idx ON helpdesk.guest_link (expires_at);
COMMENT ON INDEX helpdesk.guest_link_expiry_idx IS 'purge_guest_links: what has expired.';

ALTER TABLE helpdesk.guest_intake ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.guest_link ENABLE ROW LEVEL SECURITY;
