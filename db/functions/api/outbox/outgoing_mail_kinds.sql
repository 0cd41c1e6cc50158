CREATE VIEW api.outgoing_mail_kinds WITH (security_invoker = true) AS
SELECT
    k.kind,
    k.is_automatic,
    k.is_urgent,
    k.is_bulk,
    k.has_secret,
    k.speaks_of,
    k.description
FROM helpdesk.outgoing_mail_kind AS k
WHERE helpdesk.token_reads('outgoing_mail_kinds');

COMMENT ON VIEW api.outgoing_mail_kinds IS 'Kinds of mail that pgdesk sends';

GRANT SELECT ON api.outgoing_mail_kinds TO agent, admin;
