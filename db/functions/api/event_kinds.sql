CREATE VIEW api.event_kinds WITH (security_invoker = true) AS
SELECT
    e.kind,
    e.is_public,
    e.description
FROM helpdesk.event_kind AS e;

COMMENT ON VIEW api.event_kinds IS
$$Kinds of events

is_public: the requester sees them too.$$;

GRANT SELECT ON helpdesk.event_kind, api.event_kinds TO anon, customer, agent, admin;
