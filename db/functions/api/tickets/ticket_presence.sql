CREATE VIEW api.ticket_presence WITH (security_invoker = true) AS
SELECT
    p.ticket_id,
    p.person_id,
    (SELECT n.name FROM helpdesk.named_person AS n WHERE n.person_id = p.person_id) AS name,
    p.is_replying,
    p.seen_at
FROM helpdesk.ticket_presence AS p
WHERE helpdesk.token_reads('ticket_presence');

COMMENT ON VIEW api.ticket_presence IS
$$Who looks at which ticket now

Those seen within setting presence_within_seconds (30). Written by rpc/share_presence.$$;
COMMENT ON COLUMN api.ticket_presence.name IS 'Name of the person.';

GRANT SELECT ON api.ticket_presence TO agent, admin;
