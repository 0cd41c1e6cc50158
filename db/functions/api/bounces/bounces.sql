CREATE VIEW api.bounces WITH (security_invoker = true) AS
SELECT
    b.bounce_id,
    b.inbound_mail_id,
    b.outgoing_mail_id,
    b.mailed_address,
    b.ticket_id,
    b.address,
    b.original_address,
    b.action,
    b.status,
    b.diagnostic,
    b.is_hard,
    b.original_message_id,
    b.created_at
FROM helpdesk.bounce AS b
WHERE helpdesk.token_reads('bounces');

COMMENT ON VIEW api.bounces IS
$$What became of sent mails, recipient by recipient

As mail servers report it. Agents see those of the tickets that they see, administrators all.$$;

GRANT SELECT ON api.bounces TO agent, admin;
