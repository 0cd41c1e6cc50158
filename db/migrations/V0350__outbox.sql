CREATE TABLE helpdesk.outgoing_mail_kind (
    kind text CONSTRAINT outgoing_mail_kind_pkey PRIMARY KEY,
    is_automatic boolean NOT NULL DEFAULT true,
    is_urgent boolean NOT NULL DEFAULT false,
    is_answer boolean NOT NULL DEFAULT false,
    is_bulk boolean NOT NULL DEFAULT false,
    has_secret boolean NOT NULL DEFAULT false,
    description text NOT NULL,
    CONSTRAINT outgoing_mail_kind_answer_is_automatic CHECK (is_automatic OR NOT is_answer),
    CONSTRAINT outgoing_mail_kind_is_word CHECK (kind ~ '^[a-z][a-z0-9_]{0,62}$')
);
COMMENT ON TABLE helpdesk.outgoing_mail_kind IS 'Kinds of mail that pgdesk sends.';
COMMENT ON COLUMN helpdesk.outgoing_mail_kind.kind IS 'Key.';
COMMENT ON COLUMN helpdesk.outgoing_mail_kind.is_automatic IS
    'No person wrote it: it says Auto-Submitted, so that programs do not answer it.';
COMMENT ON COLUMN helpdesk.outgoing_mail_kind.is_urgent IS 'Somebody waits for it: it is sent before the others.';
COMMENT ON COLUMN helpdesk.outgoing_mail_kind.is_answer IS
    'It answers by itself what somebody wrote: nobody is told if it cannot be delivered (RFC 3834).';
COMMENT ON COLUMN helpdesk.outgoing_mail_kind.is_bulk IS
    'It goes to many, or time and again: it says how to get no more of it.';
COMMENT ON COLUMN helpdesk.outgoing_mail_kind.has_secret IS
    'Its text holds a link by which one gets in: it is not kept, but made anew at each attempt.';
COMMENT ON COLUMN helpdesk.outgoing_mail_kind.description IS 'What such a mail tells.';
COMMENT ON CONSTRAINT outgoing_mail_kind_answer_is_automatic ON helpdesk.outgoing_mail_kind IS
    'What answers by itself is automatic.';
COMMENT ON CONSTRAINT outgoing_mail_kind_is_word ON helpdesk.outgoing_mail_kind IS
    'kind is at most 63 lower-case letters, digits and underscores, a letter first.';

CREATE TABLE helpdesk.outgoing_mail (
    outgoing_mail_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outgoing_mail_pkey PRIMARY KEY,
    kind text NOT NULL CONSTRAINT outgoing_mail_kind_fkey REFERENCES helpdesk.outgoing_mail_kind,
    is_urgent boolean NOT NULL,
    person_id bigint CONSTRAINT outgoing_mail_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    address text NOT NULL,
    ticket_id bigint CONSTRAINT outgoing_mail_ticket_fkey REFERENCES helpdesk.ticket ON DELETE CASCADE,
    message_id bigint CONSTRAINT outgoing_mail_message_fkey REFERENCES helpdesk.message ON DELETE CASCADE,
    side_conversation_id bigint
        CONSTRAINT outgoing_mail_side_conversation_fkey REFERENCES helpdesk.side_conversation ON DELETE CASCADE,
    side_message_id bigint
        CONSTRAINT outgoing_mail_side_message_fkey REFERENCES helpdesk.side_message ON DELETE CASCADE,
    event_id bigint CONSTRAINT outgoing_mail_event_fkey REFERENCES helpdesk.event ON DELETE CASCADE,
    data jsonb NOT NULL DEFAULT '{}',
    language text NOT NULL,
    mail_message_id text,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    not_before timestamptz NOT NULL DEFAULT helpdesk.clock(),
    state text NOT NULL DEFAULT 'queued',
    attempts int NOT NULL DEFAULT 0,
    begun_at timestamptz,
    last_code int,
    last_answer text,
    sent_at timestamptz,
    subject text,
    body_text text,
    body_html text,
    request_id text DEFAULT helpdesk.request_id(),
    CONSTRAINT outgoing_mail_address_is_one CHECK (address ~ '^[^@\s]+@[^@\s]+$' AND length(address) <= 320),
    CONSTRAINT outgoing_mail_state_is_known CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'withdrawn')),
    CONSTRAINT outgoing_mail_sent_has_instant CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
COMMENT ON TABLE helpdesk.outgoing_mail IS
    'Mails that are to be sent, one a recipient, written along with what they tell of; kept 30 days. Not audited.';
COMMENT ON COLUMN helpdesk.outgoing_mail.outgoing_mail_id IS 'Key.';
COMMENT ON COLUMN helpdesk.outgoing_mail.kind IS 'What it tells.';
COMMENT ON COLUMN helpdesk.outgoing_mail.is_urgent IS 'Copy of its kind''s, by which it is taken from the queue.';
COMMENT ON COLUMN helpdesk.outgoing_mail.person_id IS 'Who is told; null: somebody who is no person here.';
COMMENT ON COLUMN helpdesk.outgoing_mail.address IS 'The address that they had then.';
COMMENT ON COLUMN helpdesk.outgoing_mail.ticket_id IS 'What ticket it is about; null: none.';
COMMENT ON COLUMN helpdesk.outgoing_mail.message_id IS 'The message that it carries; null: none.';
COMMENT ON COLUMN helpdesk.outgoing_mail.side_conversation_id IS
    'Conversation beside the ticket to which an answer to it belongs; null: to the ticket.';
COMMENT ON COLUMN helpdesk.outgoing_mail.side_message_id IS 'The message of that which it carries; null: none.';
COMMENT ON COLUMN helpdesk.outgoing_mail.event_id IS 'The event that it tells of; null: none.';
COMMENT ON COLUMN helpdesk.outgoing_mail.data IS
    'What its text says beside that, by kind. nonce, in hexadecimal: from which, with PGDESK_JWT_SECRET, the sender '
    'makes the token of a link, which nobody keeps; it goes when the mail is sent.';
COMMENT ON COLUMN helpdesk.outgoing_mail.language IS 'BCP 47 tag: in which language its text is.';
COMMENT ON COLUMN helpdesk.outgoing_mail.mail_message_id IS
    'Message-ID without brackets, the same at each attempt; null: there was none yet.';
COMMENT ON COLUMN helpdesk.outgoing_mail.created_at IS 'When it was written.';
COMMENT ON COLUMN helpdesk.outgoing_mail.not_before IS
    'queued: when it may be sent. sending: until when whoever sends it has it for themselves.';
COMMENT ON COLUMN helpdesk.outgoing_mail.state IS
'How far it is.
queued: It waits for not_before and a mail server.
sending: A worker has it.
sent: The mail server has taken it.
failed: It was refused for good, or for too long. It can be queued again.
withdrawn: It was not to be.
-> queued: queue_mail
-> withdrawn: tg_outgoing_mail__keep_back, where nothing of its kind goes to the address
withdrawn -> queued: keep_address
queued -> sending: begin_mails
sending -> sent: end_mail, when the mail server has taken it
sending -> queued: end_mail, to be tried again
sending -> queued: release_mails, when no mail server can be used
sending -> sending: begin_mails, 15 minutes after whoever had it has died
sending -> failed: end_mail, when it was refused for good, or for mail_retry_hours
queued, sending -> withdrawn: begin_mails, when what it tells of is gone
queued -> withdrawn: tg_guest_link__withdraw_mails
queued -> withdrawn: tg_mail_address__withdraw_mails, where nothing goes to the address any more
queued, failed -> withdrawn: withdraw_mail
queued -> withdrawn: take_reply_back
failed, withdrawn -> queued: requeue_mail
queued, sent, failed, withdrawn -> gone: purge_outgoing_mail';
COMMENT ON COLUMN helpdesk.outgoing_mail.attempts IS 'How often it was begun to send it.';
COMMENT ON COLUMN helpdesk.outgoing_mail.begun_at IS
    'When it was first begun: its Date, and from when on it is tried; null: not yet.';
COMMENT ON COLUMN helpdesk.outgoing_mail.last_code IS
    'Reply code of the mail server at the last attempt (RFC 5321); null: it gave none.';
COMMENT ON COLUMN helpdesk.outgoing_mail.last_answer IS 'What it said, or what went wrong before it could.';
COMMENT ON COLUMN helpdesk.outgoing_mail.sent_at IS 'When the mail server took it; null: not yet.';
COMMENT ON COLUMN helpdesk.outgoing_mail.subject IS
    'As it was made at the first attempt, and stays; null: there was none yet, or its kind has a secret.';
COMMENT ON COLUMN helpdesk.outgoing_mail.body_text IS 'Its plain text; null as subject.';
COMMENT ON COLUMN helpdesk.outgoing_mail.body_html IS 'Its HTML; null: as subject, or it has none.';
COMMENT ON COLUMN helpdesk.outgoing_mail.request_id IS
    'X-Request-Id of the request that it comes from, which it bears itself; null: it comes from none.';
COMMENT ON CONSTRAINT outgoing_mail_address_is_one ON helpdesk.outgoing_mail IS
    'address is one mail address of at most 320 characters.';
COMMENT ON CONSTRAINT outgoing_mail_state_is_known ON helpdesk.outgoing_mail IS
    'state is queued, sending, sent, failed or withdrawn.';
COMMENT ON CONSTRAINT outgoing_mail_sent_has_instant ON helpdesk.outgoing_mail IS
    'A mail that was sent, and no other, has sent_at.';
CREATE INDEX outgoing_mail_due_idx ON helpdesk.outgoing_mail (is_urgent, not_before)
    WHERE state IN ('queued', 'sending');
COMMENT ON INDEX helpdesk.outgoing_mail_due_idx IS 'begin_mail: what is due, and what whoever had it has left.';
CREATE UNIQUE INDEX outgoing_mail_once_per_event ON helpdesk.outgoing_mail (event_id, address)
    WHERE event_id IS NOT NULL;
COMMENT ON INDEX helpdesk.outgoing_mail_once_per_event IS 'Of an event an address is mailed once; foreign key.';
CREATE INDEX outgoing_mail_ticket_idx ON helpdesk.outgoing_mail (ticket_id, outgoing_mail_id)
    WHERE ticket_id IS NOT NULL;
COMMENT ON INDEX helpdesk.outgoing_mail_ticket_idx IS 'A ticket''s mails; foreign key.';
CREATE INDEX outgoing_mail_side_conversation_idx ON helpdesk.outgoing_mail (side_conversation_id)
    WHERE side_conversation_id IS NOT NULL;
COMMENT ON INDEX helpdesk.outgoing_mail_side_conversation_idx IS 'Foreign key to side_conversation.';
CREATE INDEX outgoing_mail_side_message_idx ON helpdesk.outgoing_mail (side_message_id)
    WHERE side_message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.outgoing_mail_side_message_idx IS 'Foreign key to side_message.';
CREATE INDEX outgoing_mail_person_idx ON helpdesk.outgoing_mail (person_id) WHERE person_id IS NOT NULL;
COMMENT ON INDEX helpdesk.outgoing_mail_person_idx IS 'Foreign key to person.';
CREATE INDEX outgoing_mail_address_idx ON helpdesk.outgoing_mail (address, created_at DESC);
COMMENT ON INDEX helpdesk.outgoing_mail_address_idx IS 'What an address was sent, newest first.';
CREATE UNIQUE INDEX outgoing_mail_message_id_idx ON helpdesk.outgoing_mail (mail_message_id)
    WHERE mail_message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.outgoing_mail_message_id_idx IS
    'Which mail a report is about; partial, so that only who sends a mail writes it.';

CREATE TABLE helpdesk.support_address (
    support_address_id bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT support_address_pkey PRIMARY KEY,
    address text NOT NULL CONSTRAINT support_address_address_key UNIQUE,
    sender_name text NOT NULL,
    department_id bigint CONSTRAINT support_address_department_key UNIQUE
        CONSTRAINT support_address_department_fkey REFERENCES helpdesk.department ON DELETE CASCADE,
    CONSTRAINT support_address_is_lower_address
        CHECK (address = lower(address) AND address ~ '^[!-?A-~]+@[!-?A-~]+$' AND length(address) <= 254),
    CONSTRAINT support_address_has_no_plus CHECK (address !~ '\+[^@]*@'),
    CONSTRAINT support_address_sender_name_is_short_text
        CHECK (sender_name ~ '\S' AND length(sender_name) <= 100 AND sender_name !~ '[[:cntrl:]]')
);
COMMENT ON TABLE helpdesk.support_address IS
    'From what addresses mails are sent: those about a department''s tickets from its own, others from the desk''s.';
COMMENT ON COLUMN helpdesk.support_address.support_address_id IS 'Key.';
COMMENT ON COLUMN helpdesk.support_address.address IS
    'The address, in lower case, its domain as mail servers know it; answers come to it, too.';
COMMENT ON COLUMN helpdesk.support_address.sender_name IS 'What recipients read beside it.';
COMMENT ON COLUMN helpdesk.support_address.department_id IS 'Whose it is; null: the desk''s.';
COMMENT ON CONSTRAINT support_address_is_lower_address ON helpdesk.support_address IS
    'address is a mail address in lower case and ASCII, at most 254 characters. Write münchen.example as '
    'xn--mnchen-3ya.example.';
COMMENT ON CONSTRAINT support_address_has_no_plus ON helpdesk.support_address IS
    'What stands behind a plus is pgdesk''s: it says which ticket an answer is for.';
COMMENT ON CONSTRAINT support_address_sender_name_is_short_text ON helpdesk.support_address IS
    'sender_name has 1 to 100 characters, no line break, and is not blank.';
CREATE UNIQUE INDEX support_address_of_desk_is_one ON helpdesk.support_address ((department_id IS NULL))
    WHERE department_id IS NULL;
COMMENT ON INDEX helpdesk.support_address_of_desk_is_one IS 'The desk has one address of its own.';

CREATE TABLE helpdesk.smtp_turn (
    number int CONSTRAINT smtp_turn_pkey PRIMARY KEY,
    ends_at timestamptz NOT NULL DEFAULT '-infinity',
    looked_at timestamptz NOT NULL DEFAULT '-infinity',
    backend_pid int
) WITH (fillfactor = 10);
COMMENT ON TABLE helpdesk.smtp_turn IS
    'Connections to the mail server that there may be at a time (setting smtp_connections), and whose turn each is. '
    'Not audited.';
COMMENT ON COLUMN helpdesk.smtp_turn.number IS 'Key, from 1.';
COMMENT ON COLUMN helpdesk.smtp_turn.ends_at IS 'Until when a worker has it at most; it gives it back before.';
COMMENT ON COLUMN helpdesk.smtp_turn.looked_at IS
    'When that worker last looked for what is due: so long as it does, nobody has to wake one.';
COMMENT ON COLUMN helpdesk.smtp_turn.backend_pid IS
    'Process of the server that serves that worker: when it has ended, so has the turn. Null: nobody had it yet.';
INSERT INTO helpdesk.smtp_turn (number) SELECT n FROM generate_series(1, 20) AS n;

CREATE TABLE helpdesk.mail_server (
    is_only boolean DEFAULT true CONSTRAINT mail_server_pkey PRIMARY KEY,
    failing_from timestamptz,
    last_error text,
    told_at timestamptz,
    CONSTRAINT mail_server_is_only_row CHECK (is_only)
) WITH (fillfactor = 10);
COMMENT ON TABLE helpdesk.mail_server IS 'Whether the mail server takes mails. Not audited.';
COMMENT ON COLUMN helpdesk.mail_server.is_only IS 'Key: there is one row.';
COMMENT ON COLUMN helpdesk.mail_server.failing_from IS
    'Since when it has taken none, though it was tried; null: it takes them.';
COMMENT ON COLUMN helpdesk.mail_server.last_error IS 'Why it took none, when it was last tried; null: it took one.';
COMMENT ON COLUMN helpdesk.mail_server.told_at IS
    'When staff were told that it takes none; null: not, or it takes them again.';
COMMENT ON CONSTRAINT mail_server_is_only_row ON helpdesk.mail_server IS 'There is one row.';
INSERT INTO helpdesk.mail_server DEFAULT VALUES;

CREATE TABLE helpdesk.scheduled_reply (
    scheduled_reply_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT scheduled_reply_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT scheduled_reply_ticket_fkey REFERENCES helpdesk.ticket,
    author_id bigint NOT NULL CONSTRAINT scheduled_reply_author_fkey REFERENCES helpdesk.agent,
    body text NOT NULL,
    sets_status text CONSTRAINT scheduled_reply_sets_status_fkey REFERENCES helpdesk.status ON UPDATE CASCADE,
    send_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    state text NOT NULL DEFAULT 'waiting',
    reason text,
    message_id bigint CONSTRAINT scheduled_reply_message_fkey REFERENCES helpdesk.message,
    CONSTRAINT scheduled_reply_body_has_limit CHECK (body ~ '\S' AND length(body) <= 200000),
    CONSTRAINT scheduled_reply_is_for_later
        CHECK (send_at > created_at AND send_at <= created_at + interval '1 year'),
    CONSTRAINT scheduled_reply_state_is_known CHECK (state IN ('waiting', 'sent', 'returned', 'withdrawn')),
    CONSTRAINT scheduled_reply_sent_has_message CHECK ((state = 'sent') = (message_id IS NOT NULL)),
    CONSTRAINT scheduled_reply_returned_has_reason CHECK ((state = 'returned') = (reason IS NOT NULL))
);
COMMENT ON TABLE helpdesk.scheduled_reply IS 'Replies of staff that are to be written at an instant to come.';
COMMENT ON COLUMN helpdesk.scheduled_reply.scheduled_reply_id IS 'Key.';
COMMENT ON COLUMN helpdesk.scheduled_reply.ticket_id IS 'On which ticket.';
COMMENT ON COLUMN helpdesk.scheduled_reply.author_id IS 'Who wrote it, and will have.';
COMMENT ON COLUMN helpdesk.scheduled_reply.body IS 'Text, at most 200,000 characters.';
COMMENT ON COLUMN helpdesk.scheduled_reply.sets_status IS
    'Status that the ticket takes then; null: what the settings say.';
COMMENT ON COLUMN helpdesk.scheduled_reply.send_at IS 'When it is written; within a year.';
COMMENT ON COLUMN helpdesk.scheduled_reply.created_at IS 'When it was scheduled.';
COMMENT ON COLUMN helpdesk.scheduled_reply.state IS
'What became of it.
waiting: It waits for send_at.
sent: It was written as a message.
returned: It could not be, or the customer wrote first; it is a draft of its author again.
withdrawn: Its author took it back; it is a draft again.
-> waiting: schedule_reply
waiting -> sent: send_scheduled_replies
waiting -> returned: return_scheduled_replies
waiting -> withdrawn: withdraw_scheduled_reply';
COMMENT ON COLUMN helpdesk.scheduled_reply.reason IS 'Why it was returned; null: it was not.';
COMMENT ON COLUMN helpdesk.scheduled_reply.message_id IS 'What it became; null: nothing yet.';
COMMENT ON CONSTRAINT scheduled_reply_body_has_limit ON helpdesk.scheduled_reply IS
    'The body of a reply has 1 to 200000 characters and is not blank.';
COMMENT ON CONSTRAINT scheduled_reply_is_for_later ON helpdesk.scheduled_reply IS
    'send_at is to come, within a year. Call rpc/reply for one that is sent now.';
COMMENT ON CONSTRAINT scheduled_reply_state_is_known ON helpdesk.scheduled_reply IS
    'state is waiting, sent, returned or withdrawn.';
COMMENT ON CONSTRAINT scheduled_reply_sent_has_message ON helpdesk.scheduled_reply IS
    'What was sent, and nothing else, is a message.';
COMMENT ON CONSTRAINT scheduled_reply_returned_has_reason ON helpdesk.scheduled_reply IS
    'What was returned, and nothing else, has a reason.';
CREATE INDEX scheduled_reply_due_idx ON helpdesk.scheduled_reply (send_at) WHERE state = 'waiting';
COMMENT ON INDEX helpdesk.scheduled_reply_due_idx IS 'send_scheduled_replies: what is due.';
CREATE INDEX scheduled_reply_ticket_idx ON helpdesk.scheduled_reply (ticket_id);
COMMENT ON INDEX helpdesk.scheduled_reply_ticket_idx IS
    'return_scheduled_replies: what waits on a ticket; foreign key.';
CREATE INDEX scheduled_reply_author_idx ON helpdesk.scheduled_reply (author_id);
COMMENT ON INDEX helpdesk.scheduled_reply_author_idx IS 'Foreign key to agent.';
CREATE INDEX scheduled_reply_message_idx ON helpdesk.scheduled_reply (message_id) WHERE message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.scheduled_reply_message_idx IS 'Foreign key to message.';
CREATE INDEX scheduled_reply_sets_status_idx ON helpdesk.scheduled_reply (sets_status)
    WHERE sets_status IS NOT NULL;
COMMENT ON INDEX helpdesk.scheduled_reply_sets_status_idx IS 'Foreign key to status.';

ALTER TABLE helpdesk.scheduled_reply ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.support_address ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mail_server ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.smtp_turn ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.outgoing_mail_kind ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.outgoing_mail ENABLE ROW LEVEL SECURITY;
