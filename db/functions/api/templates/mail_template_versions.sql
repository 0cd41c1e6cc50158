CREATE VIEW api.mail_template_versions WITH (security_invoker = true) AS
SELECT
    t.kind,
    t.language,
    t.version,
    t.subject,
    t.body,
    t.saved_by,
    t.saved_at,
    t.failed_at,
    t.failure
FROM helpdesk.mail_template AS t
WHERE helpdesk.token_reads('mail_template_versions');

COMMENT ON VIEW api.mail_template_versions IS
$$Texts of mails that the desk ever saved

The newest of a kind and language is sent; one without subject took pgdesk's own up again.
rpc/restore_mail_template takes an old one up.$$;

GRANT SELECT ON api.mail_template_versions TO agent, admin;
