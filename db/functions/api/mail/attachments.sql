CREATE VIEW api.attachments WITH (security_invoker = true) AS
SELECT
    a.attachment_id,
    a.ticket_id,
    a.message_id,
    a.inbound_mail_id,
    a.filename,
    a.media_type,
    a.size_bytes,
    a.sha256,
    a.content_id,
    a.is_inline,
    a.created_at
FROM helpdesk.attachment AS a
WHERE helpdesk.token_reads('attachments');

COMMENT ON VIEW api.attachments IS
$$Files of tickets and messages

message_id is null for what came with the mail that opened the ticket. Visible with the message or the ticket. GET
/files/{attachment_id}, with the same token, gives the bytes.$$;

GRANT SELECT ON api.attachments TO customer, agent, admin;
