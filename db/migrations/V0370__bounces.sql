CREATE TABLE helpdesk.bounce (
    bounce_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT bounce_pkey PRIMARY KEY,
    inbound_mail_id bigint CONSTRAINT bounce_inbound_mail_fkey REFERENCES helpdesk.inbound_mail,
    outgoing_mail_id bigint CONSTRAINT bounce_outgoing_mail_fkey REFERENCES helpdesk.outgoing_mail ON DELETE SET NULL,
    mailed_address text,
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
COMMENT ON COLUMN helpdesk.bounce.outgoing_mail_id IS
    'The mail that was sent; null: none that is known, or it has been deleted since.';
COMMENT ON COLUMN helpdesk.bounce.mailed_address IS
    'To whom that mail was sent, in lower case; null: no such mail is known, so that nothing follows from the report.';
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
CREATE INDEX bounce_outgoing_mail_idx ON helpdesk.bounce (outgoing_mail_id) WHERE outgoing_mail_id IS NOT NULL;
COMMENT ON INDEX helpdesk.bounce_outgoing_mail_idx IS 'What became of a mail; foreign key.';
CREATE INDEX bounce_address_idx ON helpdesk.bounce (address, created_at);
COMMENT ON INDEX helpdesk.bounce_address_idx IS 'What became of mail to an address.';
CREATE INDEX bounce_hard_idx ON helpdesk.bounce (mailed_address, created_at)
    WHERE is_hard AND mailed_address IS NOT NULL;
COMMENT ON INDEX helpdesk.bounce_hard_idx IS 'judge_addresses: how often mail to an address failed of late.';

CREATE TABLE helpdesk.mail_address (
    email text CONSTRAINT mail_address_pkey PRIMARY KEY,
    state text NOT NULL DEFAULT 'sent',
    complained_at timestamptz,
    asked_at timestamptz,
    decided_at timestamptz,
    decided_by bigint CONSTRAINT mail_address_decided_by_fkey REFERENCES helpdesk.person,
    CONSTRAINT mail_address_email_is_one
        CHECK (email = lower(email) AND length(email) <= 320 AND email ~ '^[^@\s]+@[^@\s]+$'),
    CONSTRAINT mail_address_state_is_known CHECK (state IN ('sent', 'asked', 'stopped')),
    CONSTRAINT mail_address_asked_has_instant CHECK (state <> 'asked' OR asked_at IS NOT NULL)
);
COMMENT ON TABLE helpdesk.mail_address IS
    'Addresses whose mails failed or were called spam, and what was decided about them. An address without a row is '
    'sent everything.';
COMMENT ON COLUMN helpdesk.mail_address.email IS 'Key, in lower case.';
COMMENT ON COLUMN helpdesk.mail_address.state IS
'Whether mail goes there.
sent: It does.
asked: Its mails have failed; until somebody decides, none is sent.
stopped: Somebody decided that none is sent.
-> sent: judge_addresses, after a complaint
-> asked: judge_addresses
sent -> asked: judge_addresses
-> stopped: stop_address
sent, asked -> stopped: stop_address
asked, stopped -> sent: keep_address';
COMMENT ON COLUMN helpdesk.mail_address.complained_at IS
    'When a mail was called spam there: nothing in bulk is sent since; null: never, or somebody knows better.';
COMMENT ON COLUMN helpdesk.mail_address.asked_at IS 'When its mails had failed too often; null: never.';
COMMENT ON COLUMN helpdesk.mail_address.decided_at IS
    'When somebody decided: what failed before counts no more; null: nobody has.';
COMMENT ON COLUMN helpdesk.mail_address.decided_by IS 'Who decided; null: nobody has.';
COMMENT ON CONSTRAINT mail_address_email_is_one ON helpdesk.mail_address IS
    'email is one mail address of at most 320 characters, in lower case.';
COMMENT ON CONSTRAINT mail_address_state_is_known ON helpdesk.mail_address IS 'state is sent, asked or stopped.';
COMMENT ON CONSTRAINT mail_address_asked_has_instant ON helpdesk.mail_address IS
    'An address that is asked about says since when.';
CREATE INDEX mail_address_decided_by_idx ON helpdesk.mail_address (decided_by) WHERE decided_by IS NOT NULL;
COMMENT ON INDEX helpdesk.mail_address_decided_by_idx IS 'Foreign key to person.';
CREATE INDEX mail_address_asked_idx ON helpdesk.mail_address (asked_at) WHERE state = 'asked';
COMMENT ON INDEX helpdesk.mail_address_asked_idx IS 'What somebody should decide about.';

ALTER TABLE helpdesk.bounce ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mail_address ENABLE ROW LEVEL SECURITY;
