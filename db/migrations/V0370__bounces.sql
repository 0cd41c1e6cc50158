CREATE TABLE helpdesk.bounce (
    bounce_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT bounce_pkey PRIMARY KEY,
    inbound_mail_id bigint CONSTRAINT bounce_inbound_mail_fkey REFERENCES helpdesk.inbound_mail,
    ticket_id bigint CONSTRAINT bounce_ticket_fkey REFERENCES helpdesk.ticket,
    address text NOT NULL,
    original_address text,
    action text NOT NULL,
    status text,
    diagnostic text,
    original_message_id text,
    is_hard boolean NOT NULL GENERATED ALWAYS AS (
        action = 'failed' AND coalesce(status, '5.0.0') ~ '^5\.(0\.0|1\.([0-6]|9|[1-9]\d+)|2\.[01]|4\.4)$'
    ) STORED,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT bounce_once_per_recipient UNIQUE (inbound_mail_id, address),
    CONSTRAINT bounce_action_is_known
        CHECK (action IN ('failed', 'delayed', 'delivered', 'relayed', 'expanded', 'complained')),
    CONSTRAINT bounce_address_is_lower CHECK (address = lower(address) AND length(address) <= 320),
    CONSTRAINT bounce_status_is_enhanced CHECK (status ~ '^[245]\.\d{1,3}\.\d{1,3}$'),
    CONSTRAINT bounce_diagnostic_is_short CHECK (length(diagnostic) <= 500)
);
COMMENT ON TABLE helpdesk.bounce IS
    'What became of sent mail, as mail servers report it: a row for each recipient that a report names, not for each '
    'report. One recipient''s failure says nothing about another.';
COMMENT ON COLUMN helpdesk.bounce.bounce_id IS 'Key.';
COMMENT ON COLUMN helpdesk.bounce.inbound_mail_id IS
    'The report; null: there was none, the server refused the mail while it was being sent.';
COMMENT ON COLUMN helpdesk.bounce.ticket_id IS 'Whose mail it was; null: of no ticket that is known.';
COMMENT ON COLUMN helpdesk.bounce.address IS 'The recipient, in lower case.';
COMMENT ON COLUMN helpdesk.bounce.original_address IS
    'Whom the mail was for before others sent it on; null: the recipient.';
COMMENT ON COLUMN helpdesk.bounce.action IS
    'failed: it will not arrive. delayed: it has not arrived yet, the server goes on trying. delivered, relayed, '
    'expanded: it went on its way. complained: the recipient called it spam. See RFC 3464, section 2.3.3; RFC 5965.';
COMMENT ON COLUMN helpdesk.bounce.status IS 'Enhanced status code, as in 5.1.1 (RFC 3463); null: none was given.';
COMMENT ON COLUMN helpdesk.bounce.diagnostic IS 'The server''s words, the first 500 characters; null: none.';
COMMENT ON COLUMN helpdesk.bounce.original_message_id IS
    'Message-ID of the mail that was sent, without brackets; null: the report does not say.';
COMMENT ON COLUMN helpdesk.bounce.is_hard IS
    'It failed for good because of the address: not for a full mailbox, a policy, the size or a lack of time.';
COMMENT ON COLUMN helpdesk.bounce.created_at IS 'When it was recorded.';
COMMENT ON CONSTRAINT bounce_once_per_recipient ON helpdesk.bounce IS
    'A report says one thing about a recipient, however often it is taken in.';
COMMENT ON CONSTRAINT bounce_action_is_known ON helpdesk.bounce IS
    'action is failed, delayed, delivered, relayed, expanded or complained.';
COMMENT ON CONSTRAINT bounce_address_is_lower ON helpdesk.bounce IS
    'address is in lower case and has at most 320 characters.';
COMMENT ON CONSTRAINT bounce_status_is_enhanced ON helpdesk.bounce IS 'status has the form of 5.1.1.';
COMMENT ON CONSTRAINT bounce_diagnostic_is_short ON helpdesk.bounce IS 'diagnostic has at most 500 characters.';
CREATE INDEX bounce_ticket_idx ON helpdesk.bounce (ticket_id, bounce_id) WHERE ticket_id IS NOT NULL;
COMMENT ON INDEX helpdesk.bounce_ticket_idx IS 'What became of a ticket''s mails; foreign key.';
CREATE INDEX bounce_address_idx ON helpdesk.bounce (address, created_at);
COMMENT ON INDEX helpdesk.bounce_address_idx IS 'What became of mail to an address, and how often it failed of late.';

ALTER TABLE helpdesk.bounce ENABLE ROW LEVEL SECURITY;
