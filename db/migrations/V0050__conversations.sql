CREATE TABLE helpdesk.notification_preference (
    person_id bigint NOT NULL CONSTRAINT notification_preference_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT notification_preference_kind_fkey REFERENCES helpdesk.event_kind ON DELETE CASCADE,
    channel text NOT NULL,
    CONSTRAINT notification_preference_pkey PRIMARY KEY (person_id, kind),
    CONSTRAINT notification_preference_channel_is_known CHECK (channel IN ('in_app', 'mail', 'both', 'none'))
);
COMMENT ON TABLE helpdesk.notification_preference IS 'How a person is told of events of a kind; without a row: in the app, and by mail if setting notification_channels has email.';
CREATE INDEX notification_preference_kind_idx ON helpdesk.notification_preference (kind);
COMMENT ON INDEX helpdesk.notification_preference_kind_idx IS 'Foreign key to event_kind.';

CREATE TABLE helpdesk.digest_preference (
    person_id bigint CONSTRAINT digest_preference_pkey PRIMARY KEY
        CONSTRAINT digest_preference_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    period text NOT NULL,
    hour int NOT NULL DEFAULT 8,
    CONSTRAINT digest_preference_period_is_known CHECK (period IN ('daily', 'weekly')),
    CONSTRAINT digest_preference_hour_is_of_day CHECK (hour BETWEEN 0 AND 23)
);
COMMENT ON TABLE helpdesk.digest_preference IS 'Who gets mail notices gathered instead of one by one; weekly: on Mondays. The hour is local.';

ALTER TABLE helpdesk.notification
    ADD COLUMN is_in_app boolean NOT NULL DEFAULT true,
    ADD COLUMN mail_state text NOT NULL,
    ADD CONSTRAINT notification_mail_state_is_known CHECK (mail_state IN ('none', 'due', 'gathered', 'digested', 'sent'));
COMMENT ON COLUMN helpdesk.notification.mail_state IS
'Where the notice stands on its way into a mail; the bell shows it meanwhile, see is_in_app.
none: The person wants no mail of this kind.
due: It is to be sent by itself. Outgoing mail is to come.
gathered: It waits for the person''s next digest.
digested: It is a line of a digest.
sent: It has been mailed. Outgoing mail is to come.
-> none, due, gathered: notice_delivery, as the person prefers
gathered -> digested: gather_digests
none, due, gathered -> gone: tg_event__notify_people, when the same act names the person';
CREATE INDEX notification_mail_idx ON helpdesk.notification (person_id, mail_state, notification_id) WHERE mail_state IN ('due', 'gathered');
COMMENT ON INDEX helpdesk.notification_mail_idx IS 'What is to be mailed, and what the next digest gathers.';

CREATE TABLE helpdesk.digest (
    digest_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT digest_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT digest_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    day date NOT NULL,
    notices int NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    sent_at timestamptz,
    CONSTRAINT digest_once_a_day UNIQUE (person_id, day)
);
COMMENT ON TABLE helpdesk.digest IS 'Notices gathered for one person, one line each.';

CREATE TABLE helpdesk.side_conversation (
    side_conversation_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT side_conversation_pkey PRIMARY KEY,
    ticket_id bigint NOT NULL CONSTRAINT side_conversation_ticket_fkey REFERENCES helpdesk.ticket,
    subject text NOT NULL,
    channel text NOT NULL DEFAULT 'internal',
    status text NOT NULL DEFAULT 'open',
    created_by bigint NOT NULL CONSTRAINT side_conversation_created_by_fkey REFERENCES helpdesk.agent,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    closed_at timestamptz,
    CONSTRAINT side_conversation_subject_is_short_text CHECK (btrim(subject) <> '' AND length(subject) <= 500),
    CONSTRAINT side_conversation_channel_is_known CHECK (channel IN ('internal')),
    CONSTRAINT side_conversation_status_is_known CHECK (status IN ('open', 'closed')),
    CONSTRAINT side_conversation_closed_has_closed_at CHECK ((status = 'closed') = (closed_at IS NOT NULL))
);
COMMENT ON TABLE helpdesk.side_conversation IS 'A thread among staff beside the ticket''s own; the requester never sees it.';
COMMENT ON COLUMN helpdesk.side_conversation.status IS
'Whether it may be written in.
open: Its participants write.
closed: It is only read.
-> open: start_side_conversation
open -> closed: close_side_conversation
closed -> open: reopen_side_conversation';
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
CREATE INDEX side_participant_person_idx ON helpdesk.side_participant (person_id);
COMMENT ON INDEX helpdesk.side_participant_person_idx IS 'The side conversations of the caller, in policies; foreign key.';

CREATE TABLE helpdesk.side_message (
    side_message_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT side_message_pkey PRIMARY KEY,
    side_conversation_id bigint NOT NULL
        CONSTRAINT side_message_conversation_fkey REFERENCES helpdesk.side_conversation ON DELETE CASCADE,
    author_id bigint NOT NULL CONSTRAINT side_message_author_fkey REFERENCES helpdesk.agent,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT side_message_body_has_limit CHECK (btrim(body) <> '' AND length(body) <= 200000)
);
CREATE INDEX side_message_conversation_idx ON helpdesk.side_message (side_conversation_id, side_message_id);
COMMENT ON INDEX helpdesk.side_message_conversation_idx IS 'A side conversation in order; foreign key.';
CREATE INDEX side_message_author_idx ON helpdesk.side_message (author_id);
COMMENT ON INDEX helpdesk.side_message_author_idx IS 'Foreign key to agent.';

INSERT INTO helpdesk.event_kind (kind, is_public, description) VALUES
    ('side_conversation_started', false, 'Colleagues were drawn into a side conversation.'),
    ('side_conversation_replied', false, 'Somebody wrote in a side conversation.');
UPDATE helpdesk.event_kind SET notice_title = '%2$s draws you into a side conversation on %1$s' WHERE kind = 'side_conversation_started';
UPDATE helpdesk.event_kind SET notice_title = '%2$s wrote in a side conversation on %1$s' WHERE kind = 'side_conversation_replied';
INSERT INTO helpdesk.error_code (code, http_status, meaning, hint) VALUES
    ('PD601', 409, 'the side conversation is closed', 'Open it again with rpc/reopen_side_conversation.');

ALTER TABLE helpdesk.notification_preference ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.digest_preference ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.digest ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.side_conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.side_participant ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.side_message ENABLE ROW LEVEL SECURITY;
