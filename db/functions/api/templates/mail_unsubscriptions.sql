CREATE VIEW api.mail_unsubscriptions WITH (security_invoker = true) AS
SELECT
    u.person_id,
    u.kind,
    u.unsubscribed_at
FROM helpdesk.mail_unsubscription AS u
WHERE helpdesk.token_reads('mail_unsubscriptions');

ALTER VIEW api.mail_unsubscriptions ALTER COLUMN person_id SET DEFAULT helpdesk.me();

COMMENT ON VIEW api.mail_unsubscriptions IS
$$Which bulk mails the caller gets no more

Of kinds with is_bulk: surveys, digests and the like. The link in such a mail adds a row, without signing in; DELETE it
to get them again. person_id: default the caller.$$;

GRANT SELECT ON api.mail_unsubscriptions TO customer, agent, admin;
GRANT INSERT (person_id, kind) ON api.mail_unsubscriptions TO customer, agent, admin;
GRANT DELETE ON api.mail_unsubscriptions TO customer, agent, admin;
