CREATE TABLE helpdesk.escalation (
    escalation_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT escalation_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT escalation_ticket_fkey REFERENCES helpdesk.ticket,
    message_id bigint NOT NULL CONSTRAINT escalation_message_fkey REFERENCES helpdesk.message,
    requested_by bigint NOT NULL CONSTRAINT escalation_requested_by_fkey REFERENCES helpdesk.agent,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock()
);
COMMENT ON TABLE helpdesk.escalation IS
    'A request for help from colleagues; owner, priority and status of the ticket stay. The text is the internal note.';
COMMENT ON COLUMN helpdesk.escalation.escalation_id IS 'Key.';
COMMENT ON COLUMN helpdesk.escalation.ticket_id IS 'On which ticket.';
COMMENT ON COLUMN helpdesk.escalation.message_id IS 'The internal note that holds the request''s text.';
COMMENT ON COLUMN helpdesk.escalation.requested_by IS 'Member of staff who asks.';
COMMENT ON COLUMN helpdesk.escalation.created_at IS 'When it was asked.';
CREATE INDEX escalation_ticket_idx ON helpdesk.escalation (ticket_id, escalation_id);
COMMENT ON INDEX helpdesk.escalation_ticket_idx IS 'A ticket''s escalation history; foreign key.';
CREATE INDEX escalation_message_idx ON helpdesk.escalation (message_id);
COMMENT ON INDEX helpdesk.escalation_message_idx IS 'Foreign key to message.';
CREATE INDEX escalation_requested_by_idx ON helpdesk.escalation (requested_by);
COMMENT ON INDEX helpdesk.escalation_requested_by_idx IS 'Foreign key to agent.';

CREATE TABLE helpdesk.mention (
    mention_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT mention_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT mention_ticket_fkey REFERENCES helpdesk.ticket,
    message_id bigint NOT NULL CONSTRAINT mention_message_fkey REFERENCES helpdesk.message,
    mentioned_by bigint NOT NULL CONSTRAINT mention_mentioned_by_fkey REFERENCES helpdesk.person,
    mentioned_id bigint NOT NULL CONSTRAINT mention_mentioned_fkey REFERENCES helpdesk.agent,
    escalation_id bigint CONSTRAINT mention_escalation_fkey REFERENCES helpdesk.escalation,
    is_escalation boolean NOT NULL GENERATED ALWAYS AS (escalation_id IS NOT NULL) STORED,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    read_at timestamptz,
    addressed_at timestamptz,
    CONSTRAINT mention_once_per_message UNIQUE (message_id, mentioned_id),
    CONSTRAINT mention_not_of_oneself CHECK (mentioned_by <> mentioned_id),
    CONSTRAINT mention_addressed_is_escalation CHECK (addressed_at IS NULL OR escalation_id IS NOT NULL)
);
COMMENT ON TABLE helpdesk.mention IS 'Somebody''s attention is asked for, by @handle in a note or by an escalation.';
COMMENT ON COLUMN helpdesk.mention.mention_id IS 'Key; later ones have higher ones.';
COMMENT ON COLUMN helpdesk.mention.ticket_id IS 'On which ticket.';
COMMENT ON COLUMN helpdesk.mention.message_id IS 'The note that mentions.';
COMMENT ON COLUMN helpdesk.mention.mentioned_by IS 'Who mentions.';
COMMENT ON COLUMN helpdesk.mention.mentioned_id IS 'Member of staff whose attention is asked for.';
COMMENT ON COLUMN helpdesk.mention.escalation_id IS 'The request for help that it belongs to; null: a mere mention.';
COMMENT ON COLUMN helpdesk.mention.is_escalation IS 'Whether it is a request for help.';
COMMENT ON COLUMN helpdesk.mention.created_at IS 'When the person was mentioned.';
COMMENT ON COLUMN helpdesk.mention.read_at IS 'When the person read it; null: not yet.';
COMMENT ON COLUMN helpdesk.mention.addressed_at IS
    'When the request was answered, or lapsed; null: it is open, or a mere mention.';
COMMENT ON CONSTRAINT mention_not_of_oneself ON helpdesk.mention IS 'Nobody mentions themselves.';
COMMENT ON CONSTRAINT mention_addressed_is_escalation ON helpdesk.mention IS 'Only requests for help are addressed.';
CREATE INDEX mention_mentioned_idx ON helpdesk.mention (mentioned_id, is_escalation DESC, mention_id DESC);
COMMENT ON INDEX helpdesk.mention_mentioned_idx IS
    'The mentions window: escalations on top, newest first; foreign key.';
CREATE INDEX mention_ticket_idx ON helpdesk.mention (ticket_id, mentioned_id);
COMMENT ON INDEX helpdesk.mention_ticket_idx IS 'Indicators of a ticket; visibility granted by a mention; foreign key.';
CREATE INDEX mention_alert_idx ON helpdesk.mention (ticket_id) WHERE escalation_id IS NOT NULL AND addressed_at IS NULL;
COMMENT ON INDEX helpdesk.mention_alert_idx IS 'The alert indicator: an escalation that nobody has addressed.';
CREATE INDEX mention_asked_idx ON helpdesk.mention (mentioned_id, ticket_id)
    WHERE escalation_id IS NOT NULL AND addressed_at IS NULL;
COMMENT ON INDEX helpdesk.mention_asked_idx IS 'Quick filter escalated to me: what a person has not addressed.';
CREATE INDEX mention_mentioned_by_idx ON helpdesk.mention (mentioned_by);
COMMENT ON INDEX helpdesk.mention_mentioned_by_idx IS 'Foreign key to person.';
CREATE INDEX mention_escalation_idx ON helpdesk.mention (escalation_id) WHERE escalation_id IS NOT NULL;
COMMENT ON INDEX helpdesk.mention_escalation_idx IS 'Whom an escalation asks; foreign key.';

ALTER TABLE helpdesk.escalation ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mention ENABLE ROW LEVEL SECURITY;
