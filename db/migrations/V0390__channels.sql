CREATE TABLE helpdesk.bridge (
    channel text CONSTRAINT bridge_pkey PRIMARY KEY
        CONSTRAINT bridge_channel_fkey REFERENCES helpdesk.channel ON UPDATE CASCADE,
    webhook_id bigint NOT NULL CONSTRAINT bridge_webhook_fkey REFERENCES helpdesk.webhook
        CONSTRAINT bridge_webhook_key UNIQUE,
    department_id bigint CONSTRAINT bridge_department_fkey REFERENCES helpdesk.department,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT bridge_channel_is_word CHECK (channel ~ '^[a-z][a-z0-9_-]{0,39}$'),
    CONSTRAINT bridge_channel_is_no_other CHECK (channel NOT IN ('api', 'email', 'import', 'web', 'widget'))
);
COMMENT ON TABLE helpdesk.bridge IS
    'Channels (chat, messengers) that a program of others joins: it posts what people write, signed, and a webhook '
    'tells it what is answered.';
COMMENT ON COLUMN helpdesk.bridge.channel IS 'Key, and part of its address: /inbound/channel/<channel>.';
COMMENT ON COLUMN helpdesk.bridge.webhook_id IS 'Where replies go to; its secrets sign both ways.';
COMMENT ON COLUMN helpdesk.bridge.department_id IS 'Department of its tickets; null: as of others.';
COMMENT ON COLUMN helpdesk.bridge.is_active IS 'Whether anything comes in or goes out by it.';
COMMENT ON COLUMN helpdesk.bridge.created_at IS 'When it was entered.';
COMMENT ON CONSTRAINT bridge_channel_is_word ON helpdesk.bridge IS
    'channel is at most 40 lower-case letters, digits, hyphens and underscores, a letter first.';
COMMENT ON CONSTRAINT bridge_channel_is_no_other ON helpdesk.bridge IS
    'What comes by api, email, import, web and widget comes by no bridge. Choose another name.';
COMMENT ON CONSTRAINT bridge_webhook_key ON helpdesk.bridge IS 'A webhook is of one bridge.';
CREATE INDEX bridge_department_idx ON helpdesk.bridge (department_id);
COMMENT ON INDEX helpdesk.bridge_department_idx IS 'Foreign key to department.';

CREATE TABLE helpdesk.bridge_author (
    channel text NOT NULL CONSTRAINT bridge_author_bridge_fkey REFERENCES helpdesk.bridge
        ON UPDATE CASCADE ON DELETE CASCADE,
    external_id text NOT NULL,
    person_id bigint NOT NULL CONSTRAINT bridge_author_person_fkey REFERENCES helpdesk.person,
    CONSTRAINT bridge_author_pkey PRIMARY KEY (channel, external_id),
    CONSTRAINT bridge_author_external_is_short_text CHECK (external_id ~ '\S' AND length(external_id) <= 200)
);
COMMENT ON TABLE helpdesk.bridge_author IS
    'Who writes by a channel: a person who is nobody elsewhere, whatever name or address the bridge tells.';
COMMENT ON COLUMN helpdesk.bridge_author.channel IS 'By which channel.';
COMMENT ON COLUMN helpdesk.bridge_author.external_id IS 'What the channel calls them.';
COMMENT ON COLUMN helpdesk.bridge_author.person_id IS
    'Who they are here: a guest without an address, until staff merge them.';
COMMENT ON CONSTRAINT bridge_author_external_is_short_text ON helpdesk.bridge_author IS
    'The id of an author has 1 to 200 characters and is not blank.';
CREATE INDEX bridge_author_person_idx ON helpdesk.bridge_author (person_id);
COMMENT ON INDEX helpdesk.bridge_author_person_idx IS 'Foreign key to person.';

CREATE TABLE helpdesk.bridge_conversation (
    bridge_conversation_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT bridge_conversation_pkey PRIMARY KEY,
    channel text NOT NULL CONSTRAINT bridge_conversation_bridge_fkey REFERENCES helpdesk.bridge
        ON UPDATE CASCADE ON DELETE CASCADE,
    conversation text NOT NULL,
    ticket_id bigint CONSTRAINT bridge_conversation_ticket_fkey REFERENCES helpdesk.ticket,
    CONSTRAINT bridge_conversation_key UNIQUE (channel, conversation),
    CONSTRAINT bridge_conversation_is_short_text CHECK (conversation ~ '\S' AND length(conversation) <= 200)
);
COMMENT ON TABLE helpdesk.bridge_conversation IS 'Conversations of a channel and the ticket on which each goes on.';
COMMENT ON COLUMN helpdesk.bridge_conversation.bridge_conversation_id IS 'Key.';
COMMENT ON COLUMN helpdesk.bridge_conversation.channel IS 'Of which channel.';
COMMENT ON COLUMN helpdesk.bridge_conversation.conversation IS 'What the channel calls it.';
COMMENT ON COLUMN helpdesk.bridge_conversation.ticket_id IS
    'Its ticket; a follow-up takes over. Null only while it is opened.';
COMMENT ON CONSTRAINT bridge_conversation_is_short_text ON helpdesk.bridge_conversation IS
    'The id of a conversation has 1 to 200 characters and is not blank.';
CREATE INDEX bridge_conversation_ticket_idx ON helpdesk.bridge_conversation (ticket_id);
COMMENT ON INDEX helpdesk.bridge_conversation_ticket_idx IS 'Where a reply goes to; foreign key.';

CREATE TABLE helpdesk.bridge_message (
    channel text NOT NULL CONSTRAINT bridge_message_bridge_fkey REFERENCES helpdesk.bridge
        ON UPDATE CASCADE ON DELETE CASCADE,
    external_id text NOT NULL,
    ticket_id bigint CONSTRAINT bridge_message_ticket_fkey REFERENCES helpdesk.ticket,
    message_id bigint CONSTRAINT bridge_message_message_fkey REFERENCES helpdesk.message,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT bridge_message_pkey PRIMARY KEY (channel, external_id),
    CONSTRAINT bridge_message_external_is_short_text CHECK (external_id ~ '\S' AND length(external_id) <= 200)
);
COMMENT ON TABLE helpdesk.bridge_message IS 'What came in by a channel, so that it comes in once.';
COMMENT ON COLUMN helpdesk.bridge_message.channel IS 'By which channel.';
COMMENT ON COLUMN helpdesk.bridge_message.external_id IS 'What the channel calls the message.';
COMMENT ON COLUMN helpdesk.bridge_message.ticket_id IS
    'Ticket that it opened or went on; null only while it is taken in.';
COMMENT ON COLUMN helpdesk.bridge_message.message_id IS 'Message that it became; null: the ticket''s description.';
COMMENT ON COLUMN helpdesk.bridge_message.created_at IS 'When it came in.';
COMMENT ON CONSTRAINT bridge_message_external_is_short_text ON helpdesk.bridge_message IS
    'The id of a message has 1 to 200 characters and is not blank.';
CREATE INDEX bridge_message_ticket_idx ON helpdesk.bridge_message (ticket_id);
COMMENT ON INDEX helpdesk.bridge_message_ticket_idx IS 'Foreign key to ticket.';
CREATE INDEX bridge_message_message_idx ON helpdesk.bridge_message (message_id);
COMMENT ON INDEX helpdesk.bridge_message_message_idx IS 'Foreign key to message.';

CREATE TABLE helpdesk.bridge_reply (
    bridge_conversation_id bigint NOT NULL CONSTRAINT bridge_reply_conversation_fkey
        REFERENCES helpdesk.bridge_conversation ON DELETE CASCADE,
    message_id bigint NOT NULL CONSTRAINT bridge_reply_message_fkey REFERENCES helpdesk.message,
    delivery_id uuid NOT NULL CONSTRAINT bridge_reply_delivery_key UNIQUE,
    state text NOT NULL DEFAULT 'queued',
    detail text,
    updated_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT bridge_reply_pkey PRIMARY KEY (bridge_conversation_id, message_id),
    CONSTRAINT bridge_reply_state_is_known CHECK (state IN ('queued', 'sent', 'delivered', 'read', 'failed')),
    CONSTRAINT bridge_reply_detail_has_limit CHECK (length(detail) <= 2000)
);
COMMENT ON TABLE helpdesk.bridge_reply IS 'Replies that go out by a channel, and how far each has come.';
COMMENT ON COLUMN helpdesk.bridge_reply.bridge_conversation_id IS 'Into which conversation.';
COMMENT ON COLUMN helpdesk.bridge_reply.message_id IS 'Which reply.';
COMMENT ON COLUMN helpdesk.bridge_reply.delivery_id IS 'The webhook''s delivery that has it, as long as that is kept.';
COMMENT ON COLUMN helpdesk.bridge_reply.state IS
'How far a reply has come by its channel.
queued: The bridge is still to be told of it.
sent: The bridge has it.
delivered: It is where its reader can read it.
read: Its reader has read it.
failed: It did not arrive; detail says why.
-> queued: tg_event__queue_bridge_reply
queued -> sent: tg_webhook_delivery__note_bridge_reply
queued, sent -> failed: tg_webhook_delivery__note_bridge_reply, when the bridge could not be told; note_bridge_reply
queued, sent, failed -> delivered: note_bridge_reply
queued, sent, delivered, failed -> read: note_bridge_reply
failed -> queued: tg_webhook_delivery__note_bridge_reply, when its delivery is replayed';
COMMENT ON COLUMN helpdesk.bridge_reply.detail IS
    'What the bridge says of it, or why it could not be told; null: nothing.';
COMMENT ON COLUMN helpdesk.bridge_reply.updated_at IS 'When state last changed.';
COMMENT ON CONSTRAINT bridge_reply_state_is_known ON helpdesk.bridge_reply IS
    'state is queued, sent, delivered, read or failed.';
COMMENT ON CONSTRAINT bridge_reply_detail_has_limit ON helpdesk.bridge_reply IS 'detail has at most 2,000 characters.';
CREATE INDEX bridge_reply_message_idx ON helpdesk.bridge_reply (message_id);
COMMENT ON INDEX helpdesk.bridge_reply_message_idx IS 'How far a message has come; foreign key.';

ALTER TABLE helpdesk.bridge ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.bridge_author ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.bridge_conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.bridge_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.bridge_reply ENABLE ROW LEVEL SECURITY;
