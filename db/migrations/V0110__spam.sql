CREATE TABLE helpdesk.blocked_sender (
    sender text CONSTRAINT blocked_sender_pkey PRIMARY KEY,
    reason text,
    blocked_by bigint CONSTRAINT blocked_sender_blocked_by_fkey REFERENCES helpdesk.person,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT blocked_sender_is_address_or_domain
        CHECK (
            sender = lower(sender)
            AND length(sender) <= 320
            AND sender ~ '^([^@\s]+@[^@\s.]+|[^@\s.]+\.[^@\s.]+)(\.[^@\s.]+)*$'
        )
);
COMMENT ON TABLE helpdesk.blocked_sender IS
    'Mail addresses, and domains with all below them, that open and answer no tickets.';
COMMENT ON COLUMN helpdesk.blocked_sender.sender IS 'Mail address, or a domain with all below it, in lower case.';
COMMENT ON COLUMN helpdesk.blocked_sender.reason IS 'Why; null: nothing is said.';
COMMENT ON COLUMN helpdesk.blocked_sender.blocked_by IS 'Who blocked it; null: pgdesk.';
COMMENT ON COLUMN helpdesk.blocked_sender.created_at IS 'Since when.';
COMMENT ON CONSTRAINT blocked_sender_is_address_or_domain ON helpdesk.blocked_sender IS
    'A sender is a mail address or a domain with a dot, in lower case, of at most 320 characters.';
CREATE INDEX blocked_sender_blocked_by_idx ON helpdesk.blocked_sender (blocked_by);
COMMENT ON INDEX helpdesk.blocked_sender_blocked_by_idx IS 'Foreign key to person.';

ALTER TABLE helpdesk.blocked_sender ENABLE ROW LEVEL SECURITY;
