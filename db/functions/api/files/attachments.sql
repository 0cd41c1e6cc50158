CREATE VIEW api.attachments WITH (security_invoker = true) AS
SELECT
    a.attachment_id,
    a.ticket_id,
    a.message_id,
    a.side_message_id,
    a.article_id,
    a.inbound_mail_id,
    a.filename,
    a.media_type,
    a.size_bytes,
    a.sha256,
    a.content_id,
    a.is_inline,
    a.state,
    a.uploaded_by,
    a.upload_key,
    a.created_at
FROM helpdesk.attachment AS a
WHERE helpdesk.token_reads('attachments');

COMMENT ON VIEW api.attachments IS
$$Files of tickets, messages and articles, and the caller's uploads

message_id is null for what belongs to the ticket's description. Visible with the message, the ticket or the article;
what was uploaded and is named by nothing yet, by its uploader, who names it by its upload_key. GET
/files/{attachment_id}, with the same token, gives the bytes once state is clean.$$;

GRANT SELECT ON api.attachments TO anon, customer, agent, admin;
