CREATE VIEW api.automatic_mail_kinds WITH (security_invoker = true) AS
SELECT
    k.kind,
    k.opens_ticket,
    k.can_continue,
    k.description
FROM helpdesk.automatic_mail_kind AS k
WHERE helpdesk.token_reads('automatic_mail_kinds');

COMMENT ON VIEW api.automatic_mail_kinds IS
$$Kinds of mail that no person wrote

Administrators PATCH opens_ticket, so that (say) newsletters open none. No kind is answered; only what
can_continue becomes a reply, since people write such mail, too.$$;

GRANT SELECT ON api.automatic_mail_kinds TO agent, admin;
GRANT UPDATE (opens_ticket) ON api.automatic_mail_kinds TO admin;
