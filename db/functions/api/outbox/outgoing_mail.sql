CREATE VIEW api.outgoing_mail WITH (security_invoker = true) AS
SELECT
    m.outgoing_mail_id,
    m.kind,
    m.state,
    m.person_id,
    m.address,
    m.ticket_id,
    m.message_id,
    m.side_message_id,
    m.event_id,
    m.language,
    m.created_at,
    m.not_before,
    m.attempts,
    m.last_code,
    m.last_answer,
    m.sent_at,
    m.mail_message_id,
    m.subject,
    m.body_text,
    m.body_html,
    (SELECT t.reference FROM helpdesk.ticket AS t WHERE t.ticket_id = m.ticket_id) AS ticket_reference
FROM helpdesk.outgoing_mail AS m
WHERE helpdesk.token_reads('outgoing_mail');

COMMENT ON VIEW api.outgoing_mail IS
$$Mails that go out, and how far each is

state: queued (from not_before on), sending, sent (the mail server has taken it), failed (it will not be tried again
by itself), withdrawn. One row a recipient. Administrators see all, agents those of the tickets that they see.$$;
COMMENT ON COLUMN api.outgoing_mail.ticket_reference IS
'Reference of the ticket; null: none, or one that the caller does not see.';

GRANT SELECT ON api.outgoing_mail TO agent, admin;
