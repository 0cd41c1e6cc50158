CREATE VIEW api.events WITH (security_invoker = true) AS
SELECT
    e.event_id,
    e.ticket_id,
    e.kind,
    e.at,
    e.actor_id,
    e.actor_role,
    e.impersonator_id,
    e.message_id,
    e.payload
FROM helpdesk.event AS e
WHERE helpdesk.token_reads('events');

COMMENT ON VIEW api.events IS
$$Everything that happened to tickets

Append-only. Within a ticket, order by event_id is order by time. Customers see the public kinds of their tickets.$$;

GRANT SELECT ON api.events TO customer, agent, admin;
