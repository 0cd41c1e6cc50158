CREATE TABLE helpdesk.notification_preference (
    person_id bigint NOT NULL
        CONSTRAINT notification_preference_person_fkey REFERENCES helpdesk.person ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT notification_preference_kind_fkey REFERENCES helpdesk.event_kind ON DELETE CASCADE,
    channel text NOT NULL,
    CONSTRAINT notification_preference_pkey PRIMARY KEY (person_id, kind),
    CONSTRAINT notification_preference_channel_is_known CHECK (channel IN ('in_app', 'mail', 'both', 'none'))
);
COMMENT ON TABLE helpdesk.notification_preference IS
    'How a person is told of events of a kind; without a row: in the app, and by mail if setting '
    'notification_channels has email.';
COMMENT ON COLUMN helpdesk.notification_preference.person_id IS 'Whose wish.';
COMMENT ON COLUMN helpdesk.notification_preference.kind IS 'For which kind of event.';
COMMENT ON COLUMN helpdesk.notification_preference.channel IS 'in_app (the bell), mail, both or none.';
COMMENT ON CONSTRAINT notification_preference_channel_is_known ON helpdesk.notification_preference IS
    'channel is in_app, mail, both or none.';
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
COMMENT ON TABLE helpdesk.digest_preference IS
    'Who gets mail notices gathered instead of one by one; weekly: on Mondays. The hour is local.';
COMMENT ON COLUMN helpdesk.digest_preference.person_id IS 'Whose wish.';
COMMENT ON COLUMN helpdesk.digest_preference.period IS 'daily; weekly: on Mondays.';
COMMENT ON COLUMN helpdesk.digest_preference.hour IS '0 to 23, in the person''s zone.';
COMMENT ON CONSTRAINT digest_preference_period_is_known ON helpdesk.digest_preference IS 'period is daily or weekly.';
COMMENT ON CONSTRAINT digest_preference_hour_is_of_day ON helpdesk.digest_preference IS 'hour is 0 to 23.';

CREATE TABLE helpdesk.notification (
    notification_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT notification_pkey PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT notification_person_fkey REFERENCES helpdesk.person,
    event_id bigint,
    ticket_id bigint,
    kind text NOT NULL CONSTRAINT notification_kind_fkey REFERENCES helpdesk.event_kind,
    title text NOT NULL,
    body text,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    read_at timestamptz,
    is_in_app boolean NOT NULL DEFAULT true,
    mail_state text NOT NULL,
    CONSTRAINT notification_once_per_event UNIQUE (event_id, person_id),
    -- A notice's ticket is that of its event: one key in place of two, with no row of the ticket to look up.
    CONSTRAINT notification_event_fkey FOREIGN KEY (ticket_id, event_id)
        REFERENCES helpdesk.event (ticket_id, event_id) MATCH FULL ON DELETE CASCADE,
    CONSTRAINT notification_mail_state_is_known CHECK (mail_state IN ('none', 'due', 'gathered', 'digested', 'sent'))
);
COMMENT ON TABLE helpdesk.notification IS
    'What the bell shows; made by triggers from events; without event: a notice of pgdesk itself.';
COMMENT ON COLUMN helpdesk.notification.notification_id IS 'Key; later ones have higher ones.';
COMMENT ON COLUMN helpdesk.notification.person_id IS 'Who is told.';
COMMENT ON COLUMN helpdesk.notification.event_id IS
    'What of; null: of something outside tickets, such as a rule that was switched off.';
COMMENT ON COLUMN helpdesk.notification.ticket_id IS 'Ticket of the event; null: none.';
COMMENT ON COLUMN helpdesk.notification.kind IS 'Kind of the event.';
COMMENT ON COLUMN helpdesk.notification.title IS 'One line: what has happened, to which ticket, by whom.';
COMMENT ON COLUMN helpdesk.notification.body IS
    'Beginning of the message that it is about, else the ticket''s subject; null: the title says all.';
COMMENT ON COLUMN helpdesk.notification.created_at IS 'When it rang.';
COMMENT ON COLUMN helpdesk.notification.read_at IS 'When the person read it; null: not yet.';
COMMENT ON COLUMN helpdesk.notification.is_in_app IS 'Shown by the bell; false: for mail only.';
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
COMMENT ON CONSTRAINT notification_mail_state_is_known ON helpdesk.notification IS
    'mail_state is none, due, gathered, digested or sent.';
CREATE INDEX notification_person_idx ON helpdesk.notification (person_id, notification_id DESC);
COMMENT ON INDEX helpdesk.notification_person_idx IS 'The bell''s list, newest first; foreign key.';
CREATE INDEX notification_unread_idx ON helpdesk.notification (person_id) WHERE read_at IS NULL;
COMMENT ON INDEX helpdesk.notification_unread_idx IS 'The bell''s unread count.';
CREATE INDEX notification_mail_idx ON helpdesk.notification (person_id, mail_state, notification_id)
    WHERE mail_state IN ('due', 'gathered');
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
COMMENT ON COLUMN helpdesk.digest.digest_id IS 'Key.';
COMMENT ON COLUMN helpdesk.digest.person_id IS 'For whom.';
COMMENT ON COLUMN helpdesk.digest.day IS 'The person''s local day.';
COMMENT ON COLUMN helpdesk.digest.notices IS 'How many notices it holds.';
COMMENT ON COLUMN helpdesk.digest.body IS 'Their titles, a line each.';
COMMENT ON COLUMN helpdesk.digest.created_at IS 'When it was put together.';
COMMENT ON COLUMN helpdesk.digest.sent_at IS 'When it was mailed; null: not yet.';

ALTER TABLE helpdesk.notification_preference ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.digest_preference ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.digest ENABLE ROW LEVEL SECURITY;
