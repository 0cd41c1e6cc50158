CREATE VIEW api.event_kinds WITH (security_invoker = true) AS
SELECT
    e.kind,
    e.is_public,
    e.description,
    e.is_kept,
    e.notice_title IS NOT NULL AS is_notified,
    e.is_for_requester OR e.kind IN ('approval_requested', 'approval_reminded', 'rule_notified') AS is_for_customers
FROM helpdesk.event_kind AS e
WHERE helpdesk.token_reads('event_kinds');

COMMENT ON VIEW api.event_kinds IS
$$Kinds of events

is_public: the requester sees them too. is_kept: they stay when the history of a ticket closed long ago is purged
(setting activities_kept_days), since reports count them. is_notified: those concerned are told of it, see
notification_preferences.$$;
COMMENT ON COLUMN api.event_kinds.is_notified IS 'Those concerned are told of it, in the bell or by mail.';
COMMENT ON COLUMN api.event_kinds.is_for_customers IS 'Customers may be among those who are told.';

GRANT SELECT ON api.event_kinds TO anon, customer, agent, admin;
