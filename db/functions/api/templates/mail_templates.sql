CREATE VIEW api.mail_templates WITH (security_invoker = true) AS
SELECT
    kind,
    language,
    coalesce(t.subject, s.subject) AS subject,
    coalesce(t.body, s.body) AS body,
    t.subject IS NOT NULL AS is_own,
    coalesce(t.version, 0) AS version,
    s.subject AS shipped_subject,
    s.body AS shipped_body,
    t.saved_by,
    t.saved_at,
    t.failed_at,
    t.failure
FROM helpdesk.shipped_mail_template AS s
FULL JOIN (
    SELECT DISTINCT ON (o.kind, o.language) o.*
    FROM helpdesk.mail_template AS o
    ORDER BY o.kind, o.language, o.version DESC
) AS t USING (kind, language)
WHERE helpdesk.token_reads('mail_templates');

COMMENT ON VIEW api.mail_templates IS
$$What mails say

One row for each kind of mail and language; body is Markdown in Liquid, filled in with what /rest/mail_placeholders
lists for the kind's scopes (speaks_of in /rest/outgoing_mail_kinds). Change it with rpc/save_mail_template, see it with
POST /mail-preview, try it with rpc/send_test_mail, take pgdesk's own up again with rpc/restore_mail_template.$$;
COMMENT ON COLUMN api.mail_templates.kind IS 'Of which mails.';
COMMENT ON COLUMN api.mail_templates.language IS 'BCP 47 tag.';
COMMENT ON COLUMN api.mail_templates.subject IS 'The subject that is sent; null: none any more.';
COMMENT ON COLUMN api.mail_templates.body IS 'The text that is sent; null: none any more.';
COMMENT ON COLUMN api.mail_templates.is_own IS 'The desk wrote it; false: pgdesk brings it.';
COMMENT ON COLUMN api.mail_templates.version IS 'Number of the newest in /rest/mail_template_versions; 0: none.';
COMMENT ON COLUMN api.mail_templates.shipped_subject IS 'The subject that pgdesk brings; null: none in that language.';
COMMENT ON COLUMN api.mail_templates.shipped_body IS 'The text that pgdesk brings; null: none in that language.';

GRANT SELECT ON api.mail_templates TO agent, admin;
