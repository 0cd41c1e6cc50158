CREATE TABLE helpdesk.automatic_mail_kind (
    kind text CONSTRAINT automatic_mail_kind_pkey PRIMARY KEY,
    opens_ticket boolean NOT NULL DEFAULT false,
    can_continue boolean NOT NULL DEFAULT false,
    description text NOT NULL
);
COMMENT ON TABLE helpdesk.automatic_mail_kind IS
    'Kinds of mail that no person wrote, as far as can be told. They are never answered.';
COMMENT ON COLUMN helpdesk.automatic_mail_kind.kind IS 'Key.';
COMMENT ON COLUMN helpdesk.automatic_mail_kind.opens_ticket IS
    'Whether such a mail opens a ticket when it belongs to none; else it is only recorded.';
COMMENT ON COLUMN helpdesk.automatic_mail_kind.can_continue IS
    'Whether people''s own mail carries such signs, too, so that it continues a ticket as theirs; else it is shown '
    'there as a system message that changes nothing.';
COMMENT ON COLUMN helpdesk.automatic_mail_kind.description IS 'What such a mail is.';

CREATE TABLE helpdesk.inbound_mail (
    inbound_mail_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT inbound_mail_pkey PRIMARY KEY,
    raw bytea NOT NULL,
    sha256 text NOT NULL GENERATED ALWAYS AS (encode(sha256(raw), 'hex')) STORED
        CONSTRAINT inbound_mail_sha256_key UNIQUE,
    size_bytes int NOT NULL GENERATED ALWAYS AS (octet_length(raw)) STORED,
    adapter text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    state text NOT NULL DEFAULT 'received',
    reason text,
    matched_by text,
    is_released boolean NOT NULL DEFAULT false,
    automatic_kind text CONSTRAINT inbound_mail_automatic_kind_fkey REFERENCES helpdesk.automatic_mail_kind,
    automatic_sign text,
    mail_message_id text,
    content_hash text,
    answered_ids text[] NOT NULL DEFAULT '{}',
    duplicate_of_id bigint CONSTRAINT inbound_mail_duplicate_of_fkey REFERENCES helpdesk.inbound_mail,
    delivered_to text[] NOT NULL DEFAULT '{}',
    from_address text,
    from_name text,
    author_address text,
    is_verified boolean NOT NULL DEFAULT false,
    subject text,
    body_text text,
    body_html text,
    images text[] NOT NULL DEFAULT '{}',
    sent_at timestamptz,
    defects text[] NOT NULL DEFAULT '{}',
    parser_version int,
    person_id bigint CONSTRAINT inbound_mail_person_fkey REFERENCES helpdesk.person,
    ticket_id bigint CONSTRAINT inbound_mail_ticket_fkey REFERENCES helpdesk.ticket,
    message_id bigint CONSTRAINT inbound_mail_message_fkey REFERENCES helpdesk.message,
    side_conversation_id bigint
        CONSTRAINT inbound_mail_side_conversation_fkey REFERENCES helpdesk.side_conversation ON DELETE SET NULL,
    side_message_id bigint
        CONSTRAINT inbound_mail_side_message_fkey REFERENCES helpdesk.side_message ON DELETE SET NULL,
    attempts int NOT NULL DEFAULT 0,
    reading_at timestamptz,
    queued_at timestamptz,
    processed_at timestamptz,
    told_at timestamptz,
    CONSTRAINT inbound_mail_state_is_known CHECK (
        state IN ('received', 'ticket', 'reply', 'automatic', 'quarantined', 'duplicate')
    ),
    CONSTRAINT inbound_mail_is_not_empty CHECK (octet_length(raw) > 0),
    CONSTRAINT inbound_mail_processed_has_outcome CHECK ((state = 'received') = (processed_at IS NULL)),
    CONSTRAINT inbound_mail_taken_in_has_ticket CHECK (state NOT IN ('ticket', 'reply') OR ticket_id IS NOT NULL),
    CONSTRAINT inbound_mail_left_out_has_reason CHECK (state NOT IN ('automatic', 'quarantined') OR reason IS NOT NULL),
    CONSTRAINT inbound_mail_automatic_has_kind CHECK (state <> 'automatic' OR automatic_kind IS NOT NULL),
    CONSTRAINT inbound_mail_duplicate_has_first CHECK ((state = 'duplicate') = (duplicate_of_id IS NOT NULL)),
    CONSTRAINT inbound_mail_matched_by_is_known CHECK (matched_by IN ('address', 'message_id', 'answered', 'reference'))
);
COMMENT ON TABLE helpdesk.inbound_mail IS
    'Every mail that came in: the raw bytes, stored before anything else looks at them, and what became of them. One '
    'row for the same bytes.';
COMMENT ON COLUMN helpdesk.inbound_mail.inbound_mail_id IS 'Key.';
COMMENT ON COLUMN helpdesk.inbound_mail.raw IS 'The whole mail as it came (RFC 5322).';
COMMENT ON COLUMN helpdesk.inbound_mail.sha256 IS
    'Of the raw bytes, in hexadecimal: who sends the same again is told of the first.';
COMMENT ON COLUMN helpdesk.inbound_mail.size_bytes IS 'Of the raw mail.';
COMMENT ON COLUMN helpdesk.inbound_mail.adapter IS
    'Way by which it came: the last part of /inbound/<adapter>, or imap.';
COMMENT ON COLUMN helpdesk.inbound_mail.received_at IS 'When it was stored.';
COMMENT ON COLUMN helpdesk.inbound_mail.state IS
'What became of the mail.
received: Its bytes are stored; nothing is decided yet.
ticket: It opened a ticket.
reply: It became a message of a ticket, or of a conversation beside it.
automatic: No person wrote it: recorded, on a ticket as a system message, never answered.
quarantined: Its reason kept it out; an administrator may let it in.
duplicate: The same mail has come before, by another way, and was taken in then.
-> received: keep_raw_mail
received -> ticket, reply, quarantined: take_in_mail
received -> duplicate: record_duplicate_mail, when the same mail was taken in before
received -> automatic, quarantined: record_automatic_mail
received -> quarantined: receive_mail, when taking it in failed
received -> quarantined: begin_reading_mail, when five attempts to read it ended before they were done
automatic, quarantined -> received: take_in_again, unless it is on a ticket';
COMMENT ON COLUMN helpdesk.inbound_mail.reason IS
    'Why it was not taken in, or why not into the ticket that it names; null: nothing to say.';
COMMENT ON COLUMN helpdesk.inbound_mail.matched_by IS
    'What tied the mail to its ticket: address (signed), message_id (stored), answered (by a mail that came before, or '
    'a mail that both answer and that never came), reference (in the subject); null: nothing did.';
COMMENT ON COLUMN helpdesk.inbound_mail.is_released IS
    'An administrator vouched for it: checks of sender, number and kind are left out.';
COMMENT ON COLUMN helpdesk.inbound_mail.automatic_kind IS 'What kind of automatic mail it is; null: a person wrote it.';
COMMENT ON COLUMN helpdesk.inbound_mail.automatic_sign IS 'By what that was recognised; null: a person wrote it.';
COMMENT ON COLUMN helpdesk.inbound_mail.mail_message_id IS 'Its Message-ID without brackets; null: it has none.';
COMMENT ON COLUMN helpdesk.inbound_mail.answered_ids IS
    'Message-IDs that a mail which opened a ticket answers: mails that it may have overtaken.';
COMMENT ON COLUMN helpdesk.inbound_mail.content_hash IS
    'SHA-256 of its text and files, whatever way it took and however it was encoded; null: not read yet.';
COMMENT ON COLUMN helpdesk.inbound_mail.duplicate_of_id IS 'The same mail that came before; null: none.';
COMMENT ON COLUMN helpdesk.inbound_mail.delivered_to IS
    'Addresses that it was for: To, Cc and what mail servers add, its duplicates'' included.';
COMMENT ON COLUMN helpdesk.inbound_mail.from_address IS 'Sender''s address in lower case; null: none could be read.';
COMMENT ON COLUMN helpdesk.inbound_mail.author_address IS
    'Whose mail it is: that of Reply-To or of X-Original-From where a form or a group sent it on; null: nobody''s.';
COMMENT ON COLUMN helpdesk.inbound_mail.is_verified IS
    'The trusted mail server vouched for the author (setting inbound_authserv), or the mail came to an address that '
    'only this ticket''s mails name.';
COMMENT ON COLUMN helpdesk.inbound_mail.from_name IS 'Sender''s display name; null: none.';
COMMENT ON COLUMN helpdesk.inbound_mail.subject IS 'Subject, decoded; null: none.';
COMMENT ON COLUMN helpdesk.inbound_mail.body_text IS 'The whole text, with what the reply quotes; null: not read yet.';
COMMENT ON COLUMN helpdesk.inbound_mail.body_html IS 'Cleaned HTML, safe to show; null: the mail has none.';
COMMENT ON COLUMN helpdesk.inbound_mail.images IS
    'Where its pictures are, in the order of data-image in body_html: cid:…, in the mail itself, or a URL.';
COMMENT ON COLUMN helpdesk.inbound_mail.sent_at IS 'Its Date field; null: missing or unreadable.';
COMMENT ON COLUMN helpdesk.inbound_mail.defects IS 'What is wrong with its form.';
COMMENT ON COLUMN helpdesk.inbound_mail.parser_version IS 'Of the parser that read it; null: not parsed yet.';
COMMENT ON COLUMN helpdesk.inbound_mail.person_id IS 'Who sent it, as far as known; null: nobody that is known.';
COMMENT ON COLUMN helpdesk.inbound_mail.ticket_id IS 'Ticket that it opened or belongs to; null: none.';
COMMENT ON COLUMN helpdesk.inbound_mail.message_id IS 'Message that it became; null: none, or it opened the ticket.';
COMMENT ON COLUMN helpdesk.inbound_mail.side_conversation_id IS
    'Conversation beside that ticket to which it belongs; null: it does to none.';
COMMENT ON COLUMN helpdesk.inbound_mail.side_message_id IS 'Message that it became there; null: none.';
COMMENT ON COLUMN helpdesk.inbound_mail.attempts IS
    'How often reading it was begun since it came in or was replayed; counted before, so that a mail that ends its '
    'reader is not read for ever.';
COMMENT ON COLUMN helpdesk.inbound_mail.reading_at IS 'When an attempt was last counted; null: none since a replay.';
COMMENT ON COLUMN helpdesk.inbound_mail.queued_at IS 'When the decision was last queued.';
COMMENT ON COLUMN helpdesk.inbound_mail.processed_at IS 'When it was decided; null: not yet.';
COMMENT ON COLUMN helpdesk.inbound_mail.told_at IS
    'When staff were told that it was left out; null: not yet, or it was not.';
COMMENT ON CONSTRAINT inbound_mail_state_is_known ON helpdesk.inbound_mail IS
    'state is received, ticket, reply, automatic, quarantined or duplicate.';
COMMENT ON CONSTRAINT inbound_mail_is_not_empty ON helpdesk.inbound_mail IS 'A mail is not empty.';
COMMENT ON CONSTRAINT inbound_mail_processed_has_outcome ON helpdesk.inbound_mail IS
    'A mail that was taken in, and no other, has processed_at.';
COMMENT ON CONSTRAINT inbound_mail_taken_in_has_ticket ON helpdesk.inbound_mail IS
    'A mail that became a ticket or a reply names the ticket.';
COMMENT ON CONSTRAINT inbound_mail_left_out_has_reason ON helpdesk.inbound_mail IS 'A mail that is left out says why.';
COMMENT ON CONSTRAINT inbound_mail_automatic_has_kind ON helpdesk.inbound_mail IS 'An automatic mail has a kind.';
COMMENT ON CONSTRAINT inbound_mail_duplicate_has_first ON helpdesk.inbound_mail IS
    'A duplicate, and no other mail, names the first.';
COMMENT ON CONSTRAINT inbound_mail_matched_by_is_known ON helpdesk.inbound_mail IS
    'matched_by is address, message_id, answered or reference.';
CREATE INDEX inbound_mail_received_idx ON helpdesk.inbound_mail (received_at DESC, inbound_mail_id DESC);
COMMENT ON INDEX helpdesk.inbound_mail_received_idx IS 'The log, newest first.';
CREATE INDEX inbound_mail_pending_idx ON helpdesk.inbound_mail (inbound_mail_id) WHERE state = 'received';
COMMENT ON INDEX helpdesk.inbound_mail_pending_idx IS 'requeue_inbound_mail: what nobody has decided yet.';
CREATE INDEX inbound_mail_untold_idx ON helpdesk.inbound_mail (inbound_mail_id)
    WHERE told_at IS NULL AND state IN ('automatic', 'quarantined');
COMMENT ON INDEX helpdesk.inbound_mail_untold_idx IS 'tell_of_left_mail: what nobody was told of.';
CREATE INDEX inbound_mail_sender_idx ON helpdesk.inbound_mail (from_address, received_at);
COMMENT ON INDEX helpdesk.inbound_mail_sender_idx IS 'The cap per sender.';
CREATE INDEX inbound_mail_answered_idx ON helpdesk.inbound_mail USING gin (answered_ids) WHERE answered_ids <> '{}';
COMMENT ON INDEX helpdesk.inbound_mail_answered_idx IS
    'find_mail_ticket: whether an answer has overtaken the mail, or what it answers never came.';
CREATE INDEX inbound_mail_message_id_idx ON helpdesk.inbound_mail (mail_message_id) WHERE mail_message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.inbound_mail_message_id_idx IS 'Whether the same mail has come before.';
CREATE INDEX inbound_mail_duplicate_of_idx ON helpdesk.inbound_mail (duplicate_of_id)
    WHERE duplicate_of_id IS NOT NULL;
COMMENT ON INDEX helpdesk.inbound_mail_duplicate_of_idx IS 'Duplicates of a mail; foreign key.';
CREATE INDEX inbound_mail_ticket_idx ON helpdesk.inbound_mail (ticket_id, received_at) WHERE ticket_id IS NOT NULL;
COMMENT ON INDEX helpdesk.inbound_mail_ticket_idx IS 'Mails of a ticket; the cap per ticket; foreign key.';
CREATE INDEX inbound_mail_message_idx ON helpdesk.inbound_mail (message_id) WHERE message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.inbound_mail_message_idx IS 'The mail behind a message; foreign key.';
CREATE INDEX inbound_mail_side_conversation_idx ON helpdesk.inbound_mail (side_conversation_id)
    WHERE side_conversation_id IS NOT NULL;
COMMENT ON INDEX helpdesk.inbound_mail_side_conversation_idx IS 'Foreign key to side_conversation.';
CREATE INDEX inbound_mail_side_message_idx ON helpdesk.inbound_mail (side_message_id) WHERE side_message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.inbound_mail_side_message_idx IS 'The mail behind a message beside a ticket; foreign key.';
CREATE INDEX inbound_mail_person_idx ON helpdesk.inbound_mail (person_id) WHERE person_id IS NOT NULL;
COMMENT ON INDEX helpdesk.inbound_mail_person_idx IS 'Foreign key to person.';
CREATE INDEX inbound_mail_automatic_kind_idx ON helpdesk.inbound_mail (automatic_kind) WHERE automatic_kind IS NOT NULL;
COMMENT ON INDEX helpdesk.inbound_mail_automatic_kind_idx IS 'Foreign key to automatic_mail_kind.';

CREATE TABLE helpdesk.mail_message_id (
    mail_message_id text NOT NULL,
    ticket_id bigint NOT NULL CONSTRAINT mail_message_id_ticket_fkey REFERENCES helpdesk.ticket,
    message_id bigint CONSTRAINT mail_message_id_message_fkey REFERENCES helpdesk.message,
    is_outgoing boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    side_conversation_id bigint
        CONSTRAINT mail_message_id_side_conversation_fkey REFERENCES helpdesk.side_conversation ON DELETE CASCADE,
    CONSTRAINT mail_message_id_pkey PRIMARY KEY (mail_message_id, ticket_id),
    CONSTRAINT mail_message_id_has_no_brackets
        CHECK (mail_message_id ~ '^[^<>\s]+$' AND length(mail_message_id) <= 500)
);
COMMENT ON TABLE helpdesk.mail_message_id IS
    'Message-IDs of the mails of a ticket, and of conversations beside it; an answer that names one belongs there.';
COMMENT ON COLUMN helpdesk.mail_message_id.mail_message_id IS 'Without brackets.';
COMMENT ON COLUMN helpdesk.mail_message_id.ticket_id IS 'Which ticket.';
COMMENT ON COLUMN helpdesk.mail_message_id.message_id IS 'Which message; null: the ticket''s description.';
COMMENT ON COLUMN helpdesk.mail_message_id.is_outgoing IS 'Sent by pgdesk; false: received.';
COMMENT ON COLUMN helpdesk.mail_message_id.created_at IS 'When it was noted.';
COMMENT ON COLUMN helpdesk.mail_message_id.side_conversation_id IS
    'The conversation beside the ticket to which an answer belongs, never to the ticket; null: to the ticket.';
COMMENT ON CONSTRAINT mail_message_id_has_no_brackets ON helpdesk.mail_message_id IS
    'A message id has no brackets and no blanks, and at most 500 characters.';
CREATE INDEX mail_message_id_ticket_idx ON helpdesk.mail_message_id (ticket_id);
COMMENT ON INDEX helpdesk.mail_message_id_ticket_idx IS 'Foreign key to ticket.';
CREATE INDEX mail_message_id_side_conversation_idx ON helpdesk.mail_message_id (side_conversation_id)
    WHERE side_conversation_id IS NOT NULL;
COMMENT ON INDEX helpdesk.mail_message_id_side_conversation_idx IS
    'What the next mail of a side conversation refers to; foreign key.';
CREATE INDEX mail_message_id_message_idx ON helpdesk.mail_message_id (message_id) WHERE message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.mail_message_id_message_idx IS 'Foreign key to message.';

CREATE TABLE helpdesk.attachment (
    attachment_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT attachment_pkey PRIMARY KEY,
    ticket_id bigint CONSTRAINT attachment_ticket_fkey REFERENCES helpdesk.ticket,
    message_id bigint CONSTRAINT attachment_message_fkey REFERENCES helpdesk.message,
    side_message_id bigint CONSTRAINT attachment_side_message_fkey REFERENCES helpdesk.side_message,
    inbound_mail_id bigint CONSTRAINT attachment_inbound_mail_fkey REFERENCES helpdesk.inbound_mail,
    part_path text,
    filename text NOT NULL,
    media_type text,
    size_bytes bigint,
    sha256 text,
    content_id text,
    is_inline boolean NOT NULL DEFAULT false,
    state text NOT NULL DEFAULT 'clean',
    finding text,
    scan_began_at timestamptz,
    uploaded_by bigint CONSTRAINT attachment_uploaded_by_fkey REFERENCES helpdesk.person,
    upload_key uuid CONSTRAINT attachment_upload_key_key UNIQUE,
    network text,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    copy_of_id bigint CONSTRAINT attachment_copy_of_fkey REFERENCES helpdesk.attachment,
    CONSTRAINT attachment_filename_is_a_name CHECK (filename <> '' AND length(filename) <= 255 AND filename !~ '[/\\]'),
    CONSTRAINT attachment_part_path_is_a_path CHECK (part_path ~ '^([0-9]+(\.[0-9]+)*)?$'),
    CONSTRAINT attachment_mail_has_part CHECK ((inbound_mail_id IS NULL) = (part_path IS NULL)),
    CONSTRAINT attachment_state_is_known CHECK (state IN ('receiving', 'pending', 'clean', 'infected', 'gone')),
    CONSTRAINT attachment_infected_has_finding CHECK ((state = 'infected') = (finding IS NOT NULL)),
    CONSTRAINT attachment_received_is_known
        CHECK (state = 'receiving' OR num_nulls(media_type, size_bytes, sha256) = 0),
    CONSTRAINT attachment_is_at_one_place
        CHECK (num_nonnulls(message_id, side_message_id) <= 1
            AND (ticket_id IS NOT NULL OR num_nonnulls(message_id, side_message_id, inbound_mail_id) = 0))
);
COMMENT ON TABLE helpdesk.attachment IS
    'Files. What came by mail stays in the raw mail: inbound_mail_id and part_path find it; what was uploaded is kept '
    'in the store of files.';
COMMENT ON COLUMN helpdesk.attachment.attachment_id IS 'Key.';
COMMENT ON COLUMN helpdesk.attachment.ticket_id IS 'Ticket that it stands on; null: on none, or not yet.';
COMMENT ON COLUMN helpdesk.attachment.message_id IS
    'Message that it belongs to; null: to the ticket''s description, or none.';
COMMENT ON COLUMN helpdesk.attachment.side_message_id IS
    'Message beside the ticket that it belongs to; null: it does to none.';
COMMENT ON COLUMN helpdesk.attachment.inbound_mail_id IS 'Mail that holds it; null: it was uploaded.';
COMMENT ON COLUMN helpdesk.attachment.part_path IS
    'Numbers of the MIME parts from the top, as in 2.1; empty: the whole mail; null: it came by none.';
COMMENT ON COLUMN helpdesk.attachment.filename IS 'Name without path, as the sender gave it or made up from the type.';
COMMENT ON COLUMN helpdesk.attachment.media_type IS
    'Of a mail, as the sender says, not checked; of an upload, as its bytes say; null: not received yet.';
COMMENT ON COLUMN helpdesk.attachment.size_bytes IS 'Decoded; null: not received yet.';
COMMENT ON COLUMN helpdesk.attachment.sha256 IS 'Of the decoded content, in hexadecimal; null: not received yet.';
COMMENT ON COLUMN helpdesk.attachment.content_id IS
    'By which the mail''s HTML refers to it, without brackets; null: none.';
COMMENT ON COLUMN helpdesk.attachment.is_inline IS 'A picture in the text.';
COMMENT ON COLUMN helpdesk.attachment.state IS
'What can be done with it.
receiving: Its bytes are being uploaded.
pending: Its bytes are there and wait for the virus scanner; nobody gets them.
clean: It is given to who sees it: nothing was found, or setting virus_scan asks for no look.
infected: Something was found; nobody gets it.
gone: It was redacted or erased.
-> receiving: begin_upload
receiving -> pending, clean: end_upload
-> pending, clean: attach_mail_files, load_files
-> clean: split_ticket, or in the state of the file that it copies
pending -> clean, infected: end_scan
clean -> gone: redact_file
clean -> gone: erase_people, apply_retention';
COMMENT ON COLUMN helpdesk.attachment.finding IS 'What the scanner calls what it found; null: nothing.';
COMMENT ON COLUMN helpdesk.attachment.scan_began_at IS 'When a worker last took it to scan it; null: none has.';
COMMENT ON COLUMN helpdesk.attachment.uploaded_by IS
    'Who uploaded it; null: it came by mail, or from somebody without an account.';
COMMENT ON COLUMN helpdesk.attachment.upload_key IS
    'By which its uploader names it in what is written; null: it is at its place.';
COMMENT ON COLUMN helpdesk.attachment.network IS
    'From where somebody without an account uploaded it; null: not so, or it is at its place.';
COMMENT ON COLUMN helpdesk.attachment.created_at IS 'When it was attached or uploaded.';
COMMENT ON COLUMN helpdesk.attachment.copy_of_id IS
    'The same file at the message that was split off into this ticket; null: it is no copy.';
COMMENT ON CONSTRAINT attachment_filename_is_a_name ON helpdesk.attachment IS
    'filename has 1 to 255 characters and no slash.';
COMMENT ON CONSTRAINT attachment_part_path_is_a_path ON helpdesk.attachment IS
    'part_path is numbers with dots between.';
COMMENT ON CONSTRAINT attachment_mail_has_part ON helpdesk.attachment IS
    'A file that came by mail, and no other, says which part of it.';
COMMENT ON CONSTRAINT attachment_state_is_known ON helpdesk.attachment IS
    'state is receiving, pending, clean, infected or gone.';
COMMENT ON CONSTRAINT attachment_infected_has_finding ON helpdesk.attachment IS
    'An infected file, and no other, has a finding.';
COMMENT ON CONSTRAINT attachment_received_is_known ON helpdesk.attachment IS
    'A file that was received has type, size and hash.';
COMMENT ON CONSTRAINT attachment_is_at_one_place ON helpdesk.attachment IS
    'A file is at one message of its ticket at most, and what came by mail is on a ticket.';
CREATE UNIQUE INDEX attachment_once_per_part ON helpdesk.attachment (inbound_mail_id, part_path)
    WHERE copy_of_id IS NULL AND inbound_mail_id IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_once_per_part IS 'A mail taken in again attaches nothing twice.';
CREATE INDEX attachment_inbound_mail_idx ON helpdesk.attachment (inbound_mail_id) WHERE inbound_mail_id IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_inbound_mail_idx IS 'Foreign key to inbound_mail.';
CREATE INDEX attachment_copy_of_idx ON helpdesk.attachment (copy_of_id) WHERE copy_of_id IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_copy_of_idx IS 'Foreign key to attachment.';
CREATE INDEX attachment_ticket_idx ON helpdesk.attachment (ticket_id) WHERE ticket_id IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_ticket_idx IS 'A ticket''s files; foreign key.';
CREATE INDEX attachment_message_idx ON helpdesk.attachment (message_id) WHERE message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_message_idx IS 'A message''s files; foreign key.';
CREATE INDEX attachment_side_message_idx ON helpdesk.attachment (side_message_id) WHERE side_message_id IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_side_message_idx IS 'Files of a message beside a ticket; foreign key.';
CREATE INDEX attachment_uploaded_by_idx ON helpdesk.attachment (uploaded_by) WHERE uploaded_by IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_uploaded_by_idx IS 'How many uploads of a person wait; foreign key.';
CREATE INDEX attachment_waiting_idx ON helpdesk.attachment (created_at) WHERE upload_key IS NOT NULL;
COMMENT ON INDEX helpdesk.attachment_waiting_idx IS 'sweep_files: uploads that nothing names.';
CREATE INDEX attachment_pending_idx ON helpdesk.attachment (attachment_id) WHERE state = 'pending';
COMMENT ON INDEX helpdesk.attachment_pending_idx IS 'begin_scan: what waits for the scanner.';

CREATE TABLE helpdesk.invite (
    inbound_mail_id bigint NOT NULL CONSTRAINT invite_inbound_mail_fkey REFERENCES helpdesk.inbound_mail,
    position int NOT NULL,
    method text NOT NULL,
    uid text NOT NULL,
    sequence int NOT NULL,
    summary text NOT NULL,
    location text NOT NULL,
    organiser text NOT NULL,
    answer text NOT NULL,
    starts_at timestamptz,
    ends_at timestamptz,
    starts_on date,
    ends_on date,
    time_zone text NOT NULL,
    is_floating boolean NOT NULL,
    recurrence text NOT NULL,
    CONSTRAINT invite_pkey PRIMARY KEY (inbound_mail_id, position),
    CONSTRAINT invite_has_one_start CHECK ((starts_at IS NULL) <> (starts_on IS NULL)),
    CONSTRAINT invite_ends_as_it_starts
        CHECK ((ends_at IS NULL OR starts_at IS NOT NULL) AND (ends_on IS NULL OR starts_on IS NOT NULL))
);
COMMENT ON TABLE helpdesk.invite IS 'Events of calendars that came by mail (RFC 5545).';
COMMENT ON COLUMN helpdesk.invite.inbound_mail_id IS 'The mail.';
COMMENT ON COLUMN helpdesk.invite.position IS 'Number of the event in the mail, from 1.';
COMMENT ON COLUMN helpdesk.invite.method IS
    'What is asked or told: request, cancel, reply, counter, publish … (RFC 5546).';
COMMENT ON COLUMN helpdesk.invite.uid IS 'Of the event, the same in all mails about it; empty: it has none.';
COMMENT ON COLUMN helpdesk.invite.sequence IS 'How often the organiser has changed it.';
COMMENT ON COLUMN helpdesk.invite.summary IS 'What it is; empty: nothing is said.';
COMMENT ON COLUMN helpdesk.invite.location IS 'Where it is; empty: nothing is said.';
COMMENT ON COLUMN helpdesk.invite.organiser IS 'Mail address of who invites; empty: nobody is named.';
COMMENT ON COLUMN helpdesk.invite.answer IS
    'Of a reply: accepted, declined, tentative, delegated …; empty: it is none.';
COMMENT ON COLUMN helpdesk.invite.starts_at IS 'When it begins; null: it takes whole days.';
COMMENT ON COLUMN helpdesk.invite.ends_at IS 'When it ends; null: nothing is said, or it takes whole days.';
COMMENT ON COLUMN helpdesk.invite.starts_on IS 'First day of one of whole days; null: it has a time.';
COMMENT ON COLUMN helpdesk.invite.ends_on IS 'Last day of it; null: nothing is said, or it has a time.';
COMMENT ON COLUMN helpdesk.invite.time_zone IS 'As the organiser names it; empty: UTC, or none.';
COMMENT ON COLUMN helpdesk.invite.is_floating IS
    'Nobody can tell in which zone its times are meant: they are given as if in UTC.';
COMMENT ON COLUMN helpdesk.invite.recurrence IS
    'By which rule it happens again, as in FREQ=WEEKLY (RFC 5545, section 3.3.10); empty: once.';
COMMENT ON CONSTRAINT invite_has_one_start ON helpdesk.invite IS 'An event begins at an instant or on a day.';
COMMENT ON CONSTRAINT invite_ends_as_it_starts ON helpdesk.invite IS
    'What begins at an instant ends at one, and what begins on a day on one.';

CREATE TABLE helpdesk.mail_secret (
    is_only boolean NOT NULL DEFAULT true CONSTRAINT mail_secret_pkey PRIMARY KEY,
    secret bytea NOT NULL,
    CONSTRAINT mail_secret_is_one CHECK (is_only)
);
COMMENT ON TABLE helpdesk.mail_secret IS 'The key that signs reply addresses and challenges; read by functions only.';
COMMENT ON COLUMN helpdesk.mail_secret.is_only IS 'Always true: the table has one row.';
COMMENT ON COLUMN helpdesk.mail_secret.secret IS '32 random bytes, made when the database is.';
COMMENT ON CONSTRAINT mail_secret_is_one ON helpdesk.mail_secret IS 'There is one secret.';

-- Two random UUIDs: 244 random bits without an extension.
INSERT INTO helpdesk.mail_secret (secret) VALUES (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

ALTER TABLE helpdesk.automatic_mail_kind ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.inbound_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mail_message_id ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.invite ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mail_secret ENABLE ROW LEVEL SECURITY;
