CREATE TABLE helpdesk.webhook (
    webhook_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT webhook_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT webhook_name_key UNIQUE,
    url text NOT NULL,
    events text[] NOT NULL DEFAULT '{}',
    conditions jsonb NOT NULL DEFAULT '{}',
    predicate text NOT NULL DEFAULT '',
    -- Two random UUIDs: 244 random bits without an extension.
    secret text NOT NULL DEFAULT encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex'),
    is_active boolean NOT NULL DEFAULT true,
    failures int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    updated_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    CONSTRAINT webhook_name_is_short_text CHECK (name ~ '\S' AND length(name) <= 200),
    CONSTRAINT webhook_url_is_https CHECK (url ~ '^https://[A-Za-z0-9.\-\[\]:]+([/?]\S*)?$' AND length(url) <= 2000),
    CONSTRAINT webhook_secret_is_long CHECK (length(secret) >= 32)
);
COMMENT ON TABLE helpdesk.webhook IS
    'Addresses that are told of events; https without a user, private addresses are refused when connecting.';
COMMENT ON COLUMN helpdesk.webhook.webhook_id IS 'Key.';
COMMENT ON COLUMN helpdesk.webhook.name IS 'Unique name, by which rules call it.';
COMMENT ON COLUMN helpdesk.webhook.url IS
    'https address that gets the POST, without a user; private ones are refused when connecting.';
COMMENT ON COLUMN helpdesk.webhook.events IS 'Kinds of events, * for all; empty: only rules call it.';
COMMENT ON COLUMN helpdesk.webhook.conditions IS 'Of which tickets it is told, as in rules; {}: of all.';
COMMENT ON COLUMN helpdesk.webhook.predicate IS 'conditions compiled to SQL, as in rule.';
COMMENT ON COLUMN helpdesk.webhook.secret IS
    'Signs what is sent; shown once by rpc/rotate_webhook_secret, never readable.';
COMMENT ON COLUMN helpdesk.webhook.is_active IS
    'Whether it is told; one that fails too often in a row is switched off.';
COMMENT ON COLUMN helpdesk.webhook.failures IS
    'Attempts that failed in a row; at webhooks.failures_allowed it is switched off.';
COMMENT ON COLUMN helpdesk.webhook.created_at IS 'When it was first saved.';
COMMENT ON COLUMN helpdesk.webhook.updated_at IS 'When it was last saved, or a delivery changed its failures.';
COMMENT ON CONSTRAINT webhook_name_is_short_text ON helpdesk.webhook IS
    'The name of a webhook has 1 to 200 characters and is not blank.';
COMMENT ON CONSTRAINT webhook_url_is_https ON helpdesk.webhook IS
    'url begins with https:// and a host, has no blank, and at most 2000 characters.';
COMMENT ON CONSTRAINT webhook_secret_is_long ON helpdesk.webhook IS
    'The secret of a webhook has 32 characters or more.';

CREATE TABLE helpdesk.webhook_delivery (
    delivery_id uuid DEFAULT gen_random_uuid() CONSTRAINT webhook_delivery_pkey PRIMARY KEY,
    webhook_id bigint NOT NULL CONSTRAINT webhook_delivery_webhook_fkey REFERENCES helpdesk.webhook ON DELETE CASCADE,
    ticket_id bigint NOT NULL CONSTRAINT webhook_delivery_ticket_fkey REFERENCES helpdesk.ticket,
    event_id bigint CONSTRAINT webhook_delivery_event_fkey REFERENCES helpdesk.event ON DELETE SET NULL,
    kind text NOT NULL,
    sequence bigint NOT NULL,
    payload jsonb NOT NULL,
    state text NOT NULL DEFAULT 'queued',
    attempts int NOT NULL DEFAULT 0,
    last_status int,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    queued_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    delivered_at timestamptz,
    CONSTRAINT webhook_delivery_sequence_key UNIQUE (webhook_id, ticket_id, sequence),
    CONSTRAINT webhook_delivery_state_is_known CHECK (state IN ('queued', 'delivered', 'dead')),
    CONSTRAINT webhook_delivery_delivered_has_instant CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
    CONSTRAINT webhook_delivery_dead_has_reason CHECK (state <> 'dead' OR last_error IS NOT NULL)
);
COMMENT ON TABLE helpdesk.webhook_delivery IS
    'What is or was to be sent: made in the transaction of its event, sent by actor deliver_webhook, at least once.';
COMMENT ON COLUMN helpdesk.webhook_delivery.delivery_id IS
    'The same at each attempt and replay, so that receivers can leave out what they have.';
COMMENT ON COLUMN helpdesk.webhook_delivery.webhook_id IS 'To whom.';
COMMENT ON COLUMN helpdesk.webhook_delivery.ticket_id IS 'Of which ticket.';
COMMENT ON COLUMN helpdesk.webhook_delivery.event_id IS
    'Of which event; null: a rule called, or the event has been purged.';
COMMENT ON COLUMN helpdesk.webhook_delivery.kind IS 'Kind of the event; rule_called: a rule''s action.';
COMMENT ON COLUMN helpdesk.webhook_delivery.sequence IS
    'Counts a ticket''s deliveries to a webhook from 1, without gaps, under the ticket''s lock.';
COMMENT ON COLUMN helpdesk.webhook_delivery.payload IS
    'What is sent: at, actor, data of the event, the ticket as it was.';
COMMENT ON COLUMN helpdesk.webhook_delivery.state IS
'How far the delivery is.
queued: It waits for its next attempt.
delivered: The receiver answered with 2xx.
dead: It was given up; last_error says why.
-> queued: queue_delivery
-> dead: queue_delivery, for a rule whose webhook is switched off
queued -> queued: end_delivery, to be tried again
queued -> delivered: end_delivery
queued -> dead: end_delivery, after 24 hours of attempts
queued -> dead: begin_delivery, when the webhook has been switched off
delivered, dead -> queued: replay_delivery
delivered, dead -> gone: purge_webhook_deliveries';
COMMENT ON COLUMN helpdesk.webhook_delivery.attempts IS 'How often it was tried.';
COMMENT ON COLUMN helpdesk.webhook_delivery.last_status IS 'HTTP status of the last answer; null: there was none.';
COMMENT ON COLUMN helpdesk.webhook_delivery.last_error IS
    'Why the last attempt failed; null: it did not, or there was none.';
COMMENT ON COLUMN helpdesk.webhook_delivery.created_at IS 'When it was made.';
COMMENT ON COLUMN helpdesk.webhook_delivery.queued_at IS 'The 24 hours of attempts count from here.';
COMMENT ON COLUMN helpdesk.webhook_delivery.delivered_at IS 'When it was delivered; null: it is not.';
COMMENT ON CONSTRAINT webhook_delivery_state_is_known ON helpdesk.webhook_delivery IS
    'state is queued, delivered or dead.';
COMMENT ON CONSTRAINT webhook_delivery_delivered_has_instant ON helpdesk.webhook_delivery IS
    'A delivery that arrived, and no other, has delivered_at.';
COMMENT ON CONSTRAINT webhook_delivery_dead_has_reason ON helpdesk.webhook_delivery IS
    'A delivery that was given up says why.';
CREATE INDEX webhook_delivery_webhook_idx ON helpdesk.webhook_delivery (webhook_id, created_at DESC);
COMMENT ON INDEX helpdesk.webhook_delivery_webhook_idx IS 'A webhook''s log, newest first; foreign key.';
CREATE INDEX webhook_delivery_ticket_idx ON helpdesk.webhook_delivery (ticket_id);
COMMENT ON INDEX helpdesk.webhook_delivery_ticket_idx IS 'Foreign key to ticket.';
CREATE INDEX webhook_delivery_event_idx ON helpdesk.webhook_delivery (event_id);
COMMENT ON INDEX helpdesk.webhook_delivery_event_idx IS 'Foreign key to event.';
CREATE INDEX webhook_delivery_done_idx ON helpdesk.webhook_delivery (created_at) WHERE state <> 'queued';
COMMENT ON INDEX helpdesk.webhook_delivery_done_idx IS 'purge_webhook_deliveries: what is old.';

CREATE TABLE helpdesk.webhook_turn (
    webhook_id bigint CONSTRAINT webhook_turn_pkey PRIMARY KEY
        CONSTRAINT webhook_turn_webhook_fkey REFERENCES helpdesk.webhook ON DELETE CASCADE,
    delivery_id uuid,
    ends_at timestamptz NOT NULL
);
COMMENT ON TABLE helpdesk.webhook_turn IS
    'Until when a webhook gets no other delivery: one is under way, or its receiver rests after failures. Ephemeral.';
COMMENT ON COLUMN helpdesk.webhook_turn.webhook_id IS 'Which one; key.';
COMMENT ON COLUMN helpdesk.webhook_turn.delivery_id IS 'What is being delivered; null: the receiver rests.';
COMMENT ON COLUMN helpdesk.webhook_turn.ends_at IS 'From when on the next may be tried, also if the worker has died.';

ALTER TABLE helpdesk.webhook_turn ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpdesk.webhook_delivery ENABLE ROW LEVEL SECURITY;
