CREATE VIEW api.notification_preferences WITH (security_invoker = true) AS
SELECT
    p.person_id,
    p.kind,
    p.channel
FROM helpdesk.notification_preference AS p
WHERE helpdesk.token_reads('notification_preferences');

ALTER VIEW api.notification_preferences ALTER COLUMN person_id SET DEFAULT helpdesk.me();

COMMENT ON VIEW api.notification_preferences IS
$$How the caller is told of events

channel: in_app, mail, both, none, per kind of event. Without a row: in the app, and by mail if setting
notification_channels has email. ticket_created: a new ticket of one's departments that nobody has. Upsert with
on_conflict=person_id,kind; person_id: default the caller.$$;

GRANT SELECT ON api.notification_preferences TO customer, agent, admin;
GRANT INSERT (person_id, kind, channel) ON api.notification_preferences TO customer, agent, admin;
GRANT UPDATE (person_id, kind, channel) ON api.notification_preferences TO customer, agent, admin;
GRANT DELETE ON api.notification_preferences TO customer, agent, admin;
