CREATE VIEW api.removals WITH (security_invoker = true) AS
SELECT
    r.removal_id,
    r.kind,
    r.state,
    r.person_id,
    r.message_id,
    r.attachment_id,
    r.reason,
    r.requested_by,
    r.requested_at,
    r.confirmed_by,
    r.confirmed_at,
    r.done_at,
    r.counts
FROM helpdesk.removal AS r
WHERE helpdesk.token_reads('removals');

COMMENT ON VIEW api.removals IS
$$Erasures of people and redactions of messages

For administrators; people see their own erasure. What was taken away stands nowhere any more.$$;

GRANT SELECT ON api.removals TO customer, admin;
