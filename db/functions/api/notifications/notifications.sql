CREATE VIEW api.notifications WITH (security_invoker = true) AS
SELECT
    n.notification_id,
    n.ticket_id,
    n.event_id,
    n.kind,
    n.title,
    n.body,
    CASE WHEN n.ticket_id IS NOT NULL THEN
        format('/%s/agent/tickets/%s', (SELECT helpdesk.route_prefix()), n.ticket_id)
    END AS link,
    n.created_at,
    n.read_at,
    (n.read_at IS NOT NULL) AS is_read
FROM helpdesk.notification AS n
WHERE helpdesk.token_reads('notifications') AND n.is_in_app;

COMMENT ON VIEW api.notifications IS
$$The caller's bell

PATCH read_at (an instant, or null for unread), or use rpc/mark_notifications.$$;
COMMENT ON COLUMN api.notifications.link IS 'Path of the ticket''s page; null: it is of no ticket.';
COMMENT ON COLUMN api.notifications.is_read IS 'Whether read_at is set, for filters and counts.';

GRANT SELECT ON api.notifications TO customer, agent, admin;
GRANT UPDATE (notification_id, read_at) ON api.notifications TO customer, agent, admin;
