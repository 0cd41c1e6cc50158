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
CREATE INDEX mention_asked_idx ON helpdesk.mention (mentioned_id, ticket_id) WHERE escalation_id IS NOT NULL AND addressed_at IS NULL;
COMMENT ON INDEX helpdesk.mention_asked_idx IS 'Quick filter escalated to me: what a person has not addressed.';
CREATE INDEX mention_mentioned_by_idx ON helpdesk.mention (mentioned_by);
COMMENT ON INDEX helpdesk.mention_mentioned_by_idx IS 'Foreign key to person.';
CREATE INDEX mention_escalation_idx ON helpdesk.mention (escalation_id) WHERE escalation_id IS NOT NULL;
COMMENT ON INDEX helpdesk.mention_escalation_idx IS 'Whom an escalation asks; foreign key.';

ALTER TABLE helpdesk.event_kind
    ADD COLUMN notice_title text,
    ADD COLUMN is_for_requester boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT event_kind_for_requester_is_public CHECK (NOT is_for_requester OR is_public AND notice_title IS NOT NULL);
COMMENT ON COLUMN helpdesk.event_kind.notice_title IS 'What the bell says; null: it does not ring. %1$s: the ticket''s reference, %2$s: who, %3$s: the payload''s into_reference or rating.';
COMMENT ON COLUMN helpdesk.event_kind.is_for_requester IS 'Rings for the requester too.';
UPDATE helpdesk.event_kind AS k
SET notice_title = n.title, is_for_requester = n.is_for_requester
FROM (VALUES
    ('ticket_assigned', '%2$s assigned %1$s to you', false),
    ('reply_created', '%2$s replied to %1$s', true),
    ('automatic_reply', 'pgdesk replied to %1$s', true),
    ('internal_note_added', '%2$s wrote a note on %1$s', false),
    ('mentioned', '%2$s mentioned you on %1$s', false),
    ('help_requested', '%2$s asks for your help on %1$s', false),
    ('help_addressed', '%2$s addressed your request for help on %1$s', false),
    ('ticket_resolved', '%1$s was resolved', true),
    ('ticket_closed', '%1$s was closed', true),
    ('ticket_reopened', '%1$s was reopened', true),
    ('sla_warning', '%1$s will miss a target soon', false),
    ('sla_breached', '%1$s missed a target', false)
) AS n(kind, title, is_for_requester)
WHERE k.kind = n.kind;

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
