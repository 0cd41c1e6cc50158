CREATE VIEW api.timeline WITH (security_invoker = true) AS
SELECT
    m.ticket_id,
    m.created_at AS at,
    m.message_id,
    NULL::bigint AS event_id,
    m.kind,
    m.author_id AS actor_id,
    (SELECT n.name FROM helpdesk.named_person AS n WHERE n.person_id = m.author_id) AS actor_name,
    CASE WHEN m.deleted_at IS NULL THEN m.body END AS body,
    m.edited_at,
    m.deleted_at,
    NULL::jsonb AS payload
FROM helpdesk.message AS m
WHERE helpdesk.token_reads('timeline')
UNION ALL
SELECT
    e.ticket_id,
    e.at,
    e.message_id,
    e.event_id,
    e.kind,
    e.actor_id,
    (SELECT n.name FROM helpdesk.named_person AS n WHERE n.person_id = e.actor_id),
    NULL,
    NULL,
    NULL,
    e.payload
FROM helpdesk.event AS e
WHERE helpdesk.token_reads('timeline') AND e.kind NOT IN ('reply_created', 'automatic_reply', 'internal_note_added');

COMMENT ON VIEW api.timeline IS
$$A ticket's messages and events in one feed

?ticket_id=eq.42&order=at,event_id.nullsfirst,message_id. kind: reply, note or system for messages, else the kind of the
event; the events of writing a message are left out, since the message is there. Customers see replies and public
events. A deleted message has no body.$$;
COMMENT ON COLUMN api.timeline.ticket_id IS 'Whose feed.';
COMMENT ON COLUMN api.timeline.at IS 'When it was written, or happened.';
COMMENT ON COLUMN api.timeline.message_id IS 'The message; of an event the one that it is about. Null: none.';
COMMENT ON COLUMN api.timeline.event_id IS 'The event; null: the line is a message.';
COMMENT ON COLUMN api.timeline.kind IS 'reply, note or system for messages, else the kind of the event.';
COMMENT ON COLUMN api.timeline.actor_id IS 'Who wrote it or did it; null: pgdesk itself.';
COMMENT ON COLUMN api.timeline.actor_name IS 'Name of actor_id; null: pgdesk itself.';
COMMENT ON COLUMN api.timeline.body IS 'Text of the message; null: it was deleted, or the line is an event.';
COMMENT ON COLUMN api.timeline.edited_at IS 'When the message''s text last changed; null: never, or an event.';
COMMENT ON COLUMN api.timeline.deleted_at IS 'When the message was deleted; null: it is not, or an event.';
COMMENT ON COLUMN api.timeline.payload IS 'What belongs to the event''s kind; null: the line is a message.';

GRANT SELECT ON api.timeline TO customer, agent, admin;
