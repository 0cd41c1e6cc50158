CREATE TABLE helpdesk.side_conversation (
    side_conversation_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT side_conversation_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT side_conversation_ticket_fkey REFERENCES helpdesk.ticket,
    subject text NOT NULL,
    status text NOT NULL DEFAULT 'open',
    created_by bigint NOT NULL CONSTRAINT side_conversation_created_by_fkey REFERENCES helpdesk.agent,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    closed_at timestamptz,
    CONSTRAINT side_conversation_subject_is_short_text CHECK (btrim(subject) <> '' AND length(subject) <= 500),
    CONSTRAINT side_conversation_status_is_known CHECK (status IN ('open', 'closed')),
    CONSTRAINT side_conversation_closed_has_closed_at CHECK ((status = 'closed') = (closed_at IS NOT NULL))
);
COMMENT ON TABLE helpdesk.side_conversation IS
    'A thread among staff, and outsiders by mail, beside the ticket''s own; the requester never sees it.';
COMMENT ON COLUMN helpdesk.side_conversation.side_conversation_id IS 'Key.';
COMMENT ON COLUMN helpdesk.side_conversation.ticket_id IS 'Ticket that it is about.';
COMMENT ON COLUMN helpdesk.side_conversation.subject IS 'One line, at most 500 characters.';
COMMENT ON COLUMN helpdesk.side_conversation.status IS
'Whether it may be written in.
open: Its participants write.
closed: It is only read.
-> open: start_side_conversation
open -> closed: close_side_conversation
closed -> open: reopen_side_conversation
closed -> open: continue_side_conversation, when a participant''s mail comes';
COMMENT ON COLUMN helpdesk.side_conversation.created_by IS 'Who began it.';
COMMENT ON COLUMN helpdesk.side_conversation.created_at IS 'When it began.';
COMMENT ON COLUMN helpdesk.side_conversation.closed_at IS 'When it was closed; null: it is open.';
COMMENT ON CONSTRAINT side_conversation_subject_is_short_text ON helpdesk.side_conversation IS
    'subject has 1 to 500 characters and is not blank.';
COMMENT ON CONSTRAINT side_conversation_status_is_known ON helpdesk.side_conversation IS 'status is open or closed.';
COMMENT ON CONSTRAINT side_conversation_closed_has_closed_at ON helpdesk.side_conversation IS
    'A closed side conversation, and no other, has closed_at.';
CREATE INDEX side_conversation_ticket_idx ON helpdesk.side_conversation (ticket_id, side_conversation_id);
COMMENT ON INDEX helpdesk.side_conversation_ticket_idx IS 'A ticket''s side conversations; foreign key.';
CREATE INDEX side_conversation_created_by_idx ON helpdesk.side_conversation (created_by);
COMMENT ON INDEX helpdesk.side_conversation_created_by_idx IS 'Foreign key to agent.';

CREATE TABLE helpdesk.side_participant (
    side_conversation_id bigint NOT NULL
        CONSTRAINT side_participant_conversation_fkey REFERENCES helpdesk.side_conversation ON DELETE CASCADE,
    person_id bigint NOT NULL CONSTRAINT side_participant_person_fkey REFERENCES helpdesk.agent,
    CONSTRAINT side_participant_pkey PRIMARY KEY (side_conversation_id, person_id)
);
COMMENT ON TABLE helpdesk.side_participant IS 'Staff who read and write a side conversation.';
COMMENT ON COLUMN helpdesk.side_participant.side_conversation_id IS 'Which conversation.';
COMMENT ON COLUMN helpdesk.side_participant.person_id IS 'Member of staff.';
CREATE INDEX side_participant_person_idx ON helpdesk.side_participant (person_id);
COMMENT ON INDEX helpdesk.side_participant_person_idx IS
    'The side conversations of the caller, in policies; foreign key.';

CREATE TABLE helpdesk.side_outsider (
    side_outsider_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT side_outsider_pkey PRIMARY KEY,
    side_conversation_id bigint NOT NULL
        CONSTRAINT side_outsider_conversation_fkey REFERENCES helpdesk.side_conversation ON DELETE CASCADE,
    address text NOT NULL,
    CONSTRAINT side_outsider_takes_part_once UNIQUE (side_conversation_id, address),
    CONSTRAINT side_outsider_address_is_lower_address
        CHECK (address = lower(address) AND address ~ '^[^@\s]+@[^@\s]+$' AND length(address) <= 320)
);
COMMENT ON TABLE helpdesk.side_outsider IS
    'Who takes part in a side conversation by mail only, such as a supplier: an address, no person with access.';
COMMENT ON COLUMN helpdesk.side_outsider.side_outsider_id IS 'Key.';
COMMENT ON COLUMN helpdesk.side_outsider.side_conversation_id IS 'Which conversation.';
COMMENT ON COLUMN helpdesk.side_outsider.address IS 'To which what staff write is mailed, and from which answers come.';
COMMENT ON CONSTRAINT side_outsider_takes_part_once ON helpdesk.side_outsider IS
    'An address takes part in a side conversation once; what find_side_conversation looks up.';
COMMENT ON CONSTRAINT side_outsider_address_is_lower_address ON helpdesk.side_outsider IS
    'address is a mail address in lower case, at most 320 characters.';
CREATE INDEX side_outsider_address_idx ON helpdesk.side_outsider (address);
COMMENT ON INDEX helpdesk.side_outsider_address_idx IS 'Erasure: where an address takes part.';

CREATE TABLE helpdesk.side_message (
    side_message_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT side_message_pkey PRIMARY KEY,
    side_conversation_id bigint NOT NULL
        CONSTRAINT side_message_conversation_fkey REFERENCES helpdesk.side_conversation ON DELETE CASCADE,
    author_id bigint CONSTRAINT side_message_author_fkey REFERENCES helpdesk.agent,
    author_address text,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT side_message_has_one_author CHECK (num_nonnulls(author_id, author_address) <= 1),
    CONSTRAINT side_message_body_has_limit CHECK (btrim(body) <> '' AND length(body) <= 200000)
);
COMMENT ON TABLE helpdesk.side_message IS 'What was written in a side conversation; never changed.';
COMMENT ON COLUMN helpdesk.side_message.side_message_id IS
    'Key; within a conversation, order by it is order of writing.';
COMMENT ON COLUMN helpdesk.side_message.side_conversation_id IS 'Which conversation.';
COMMENT ON COLUMN helpdesk.side_message.author_id IS
    'Who of the staff wrote it; null: an outsider or, without author_address, a program.';
COMMENT ON COLUMN helpdesk.side_message.author_address IS 'The outsider who wrote it by mail; null: none did.';
COMMENT ON COLUMN helpdesk.side_message.body IS 'Text, at most 200,000 characters.';
COMMENT ON COLUMN helpdesk.side_message.created_at IS 'When it was written.';
COMMENT ON CONSTRAINT side_message_has_one_author ON helpdesk.side_message IS
    'A message is of staff or of an outsider, not of both.';
COMMENT ON CONSTRAINT side_message_body_has_limit ON helpdesk.side_message IS
    'The body of a message has 1 to 200000 characters and is not blank.';
CREATE INDEX side_message_conversation_idx ON helpdesk.side_message (side_conversation_id, side_message_id);
COMMENT ON INDEX helpdesk.side_message_conversation_idx IS 'A side conversation in order; foreign key.';
CREATE INDEX side_message_author_idx ON helpdesk.side_message (author_id) WHERE author_id IS NOT NULL;
COMMENT ON INDEX helpdesk.side_message_author_idx IS 'Foreign key to agent.';
CREATE INDEX side_message_address_idx ON helpdesk.side_message (author_address) WHERE author_address IS NOT NULL;
COMMENT ON INDEX helpdesk.side_message_address_idx IS 'Erasure: what was written from an address.';

ALTER TABLE helpdesk.side_conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.side_participant ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.side_outsider ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.side_message ENABLE ROW LEVEL SECURITY;
