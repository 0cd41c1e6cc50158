CREATE TABLE helpdesk.escalation (
    escalation_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT escalation_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT escalation_ticket_fkey REFERENCES helpdesk.ticket,
    message_id bigint NOT NULL CONSTRAINT escalation_message_fkey REFERENCES helpdesk.message,
    requested_by bigint NOT NULL CONSTRAINT escalation_requested_by_fkey REFERENCES helpdesk.agent,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock()
);
COMMENT ON TABLE helpdesk.escalation IS 'A request for help from colleagues; owner, priority and status of the ticket stay. The text is the internal note.';
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
CREATE INDEX mention_mentioned_idx ON helpdesk.mention (mentioned_id, is_escalation DESC, mention_id DESC);
COMMENT ON INDEX helpdesk.mention_mentioned_idx IS 'The mentions window: escalations on top, newest first; foreign key.';
CREATE INDEX mention_ticket_idx ON helpdesk.mention (ticket_id, mentioned_id);
COMMENT ON INDEX helpdesk.mention_ticket_idx IS 'Indicators of a ticket; visibility granted by a mention; foreign key.';
CREATE INDEX mention_alert_idx ON helpdesk.mention (ticket_id) WHERE escalation_id IS NOT NULL AND addressed_at IS NULL;
COMMENT ON INDEX helpdesk.mention_alert_idx IS 'The alert indicator: an escalation that nobody has addressed.';
CREATE INDEX mention_mentioned_by_idx ON helpdesk.mention (mentioned_by);
COMMENT ON INDEX helpdesk.mention_mentioned_by_idx IS 'Foreign key to person.';
CREATE INDEX mention_escalation_idx ON helpdesk.mention (escalation_id) WHERE escalation_id IS NOT NULL;
COMMENT ON INDEX helpdesk.mention_escalation_idx IS 'Whom an escalation asks; foreign key.';

CREATE TABLE helpdesk.notification (
    notification_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT notification_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT notification_person_fkey REFERENCES helpdesk.person,
    event_id bigint CONSTRAINT notification_event_fkey REFERENCES helpdesk.event ON DELETE CASCADE,
    ticket_id bigint CONSTRAINT notification_ticket_fkey REFERENCES helpdesk.ticket,
    kind text NOT NULL CONSTRAINT notification_kind_fkey REFERENCES helpdesk.event_kind,
    title text NOT NULL,
    body text,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    read_at timestamptz,
    CONSTRAINT notification_once_per_event UNIQUE (event_id, person_id),
    CONSTRAINT notification_event_is_of_ticket CHECK ((event_id IS NULL) = (ticket_id IS NULL))
);
COMMENT ON TABLE helpdesk.notification IS 'What the bell shows; made by triggers from events; without event: a notice of pgdesk itself.';
CREATE INDEX notification_person_idx ON helpdesk.notification (person_id, notification_id DESC);
COMMENT ON INDEX helpdesk.notification_person_idx IS 'The bell''s list, newest first; foreign key.';
CREATE INDEX notification_unread_idx ON helpdesk.notification (person_id) WHERE read_at IS NULL;
COMMENT ON INDEX helpdesk.notification_unread_idx IS 'The bell''s unread count.';
CREATE INDEX notification_ticket_idx ON helpdesk.notification (ticket_id);
COMMENT ON INDEX helpdesk.notification_ticket_idx IS 'Foreign key to ticket.';
CREATE INDEX notification_kind_idx ON helpdesk.notification (kind);
COMMENT ON INDEX helpdesk.notification_kind_idx IS 'Foreign key to event_kind.';

ALTER TABLE helpdesk.escalation ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.mention ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.notification ENABLE ROW LEVEL SECURITY;
