CREATE VIEW api.scheduled_replies WITH (security_invoker = true) AS
SELECT
    r.scheduled_reply_id,
    r.ticket_id,
    r.author_id,
    r.body,
    r.sets_status,
    r.send_at,
    r.created_at,
    r.state,
    r.reason,
    r.message_id
FROM helpdesk.scheduled_reply AS r
WHERE helpdesk.token_reads('scheduled_replies');

COMMENT ON VIEW api.scheduled_replies IS
$$Replies that are to be written later

state: waiting, sent (see message_id), returned (see reason; it is a draft again), withdrawn. Visible with the
ticket.$$;

GRANT SELECT ON api.scheduled_replies TO agent, admin;
