CREATE VIEW api.canned_replies WITH (security_invoker = true) AS
SELECT
    c.canned_reply_id,
    c.folder_id,
    c.title,
    c.body,
    c.owner_id,
    c.is_shared,
    c.created_at
FROM helpdesk.canned_reply AS c
WHERE helpdesk.token_reads('canned_replies');

COMMENT ON VIEW api.canned_replies IS
$$Canned replies

Texts with {{placeholders}}, shared or private; rpc/render_canned_reply fills one in for a ticket. Raises PD002,
PD404.$$;

GRANT SELECT ON api.canned_replies TO agent, admin;
GRANT INSERT (canned_reply_id, folder_id, title, body, is_shared) ON api.canned_replies TO agent, admin;
GRANT UPDATE (canned_reply_id, folder_id, title, body, is_shared) ON api.canned_replies TO agent, admin;
GRANT DELETE ON api.canned_replies TO agent, admin;
