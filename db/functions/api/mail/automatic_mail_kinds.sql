CREATE VIEW api.automatic_mail_kinds WITH (security_invoker = true) AS
SELECT
    k.kind,
    k.opens_ticket,
    k.description
FROM helpdesk.automatic_mail_kind AS k;

COMMENT ON VIEW api.automatic_mail_kinds IS
$$Kinds of mail that no person wrote

Administrators PATCH opens_ticket, so that (say) alerts open tickets. No kind is answered or reopens a ticket.$$;

GRANT SELECT ON api.automatic_mail_kinds TO agent, admin;
GRANT UPDATE (opens_ticket) ON api.automatic_mail_kinds TO admin;
