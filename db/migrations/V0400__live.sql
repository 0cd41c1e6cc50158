CREATE TABLE helpdesk.event_subscriber (
    event_subscriber text CONSTRAINT event_subscriber_pkey PRIMARY KEY,
    position pg_snapshot NOT NULL DEFAULT pg_current_snapshot(),
    moved_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
    next_position pg_snapshot,
    told_event_id bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE helpdesk.event_subscriber IS
    'Programs of one''s own that hear of events, and how far each has come; without a row nothing is kept for them.';
COMMENT ON COLUMN helpdesk.event_subscriber.event_subscriber IS 'Its name: module and function.';
COMMENT ON COLUMN helpdesk.event_subscriber.position IS
    'It has heard of all events that this snapshot sees, and of no other.';
COMMENT ON COLUMN helpdesk.event_subscriber.moved_at IS 'When it came so far.';
COMMENT ON COLUMN helpdesk.event_subscriber.next_position IS
    'What it is being told now is what this snapshot sees beside; null: nothing.';
COMMENT ON COLUMN helpdesk.event_subscriber.told_event_id IS 'Of that, so far.';

ALTER TABLE helpdesk.event_subscriber ENABLE ROW LEVEL SECURITY;

CREATE TYPE helpdesk.watcher AS (
    watcher int,
    role text,
    person_id bigint,
    session_id bigint,
    impersonator_id bigint,
    token_hash bytea,
    guest_link_id bigint
);
COMMENT ON TYPE helpdesk.watcher IS
    'Who watches live: what a token says of its owner, and a number by which the answer names them.';
