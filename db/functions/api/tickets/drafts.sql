CREATE VIEW api.drafts WITH (security_invoker = true) AS
SELECT
    d.ticket_id,
    d.kind,
    d.body,
    d.uploads,
    d.updated_at
FROM helpdesk.draft AS d
WHERE helpdesk.token_reads('drafts');

COMMENT ON VIEW api.drafts IS
$$What the caller has begun to write

One reply and one note a ticket. Written by rpc/save_draft; goes when the message is written.$$;

GRANT SELECT ON api.drafts TO agent, admin;
