CREATE VIEW api.guest_links WITH (security_invoker = true) AS
SELECT
    l.ticket_id,
    l.person_id,
    l.created_at,
    l.expires_at,
    l.used_at
FROM helpdesk.guest_link AS l
WHERE helpdesk.token_reads('guest_links');

COMMENT ON VIEW api.guest_links IS
$$Links by which requesters reach one ticket without an account

One a ticket, shown where the ticket is visible. rpc/send_guest_link mails it, rpc/revoke_guest_link ends it.$$;

GRANT SELECT ON api.guest_links TO agent, admin;
