CREATE VIEW api.mail_placeholders WITH (security_invoker = true) AS
SELECT
    p.placeholder,
    p.scope,
    p.sample,
    p.description
FROM helpdesk.mail_placeholder AS p
WHERE helpdesk.token_reads('mail_placeholders');

COMMENT ON VIEW api.mail_placeholders IS
$$What mails are filled in with

{{ ticket.subject }}, with filters: upcase, downcase, capitalize, strip, truncate: 80, truncatewords: 20, default:
"none". {% if ticket.assignee %} … {% elsif ticket.status == "New" %} … {% else %} … {% endif %}, {% unless %}, and
{% for notice in notices %} … {{ notice.title }} … {% endfor %} over a list.$$;
COMMENT ON COLUMN api.mail_placeholders.placeholder IS
    'Its name; without a dot: a list, whose fields stand in its loop only.';
COMMENT ON COLUMN api.mail_placeholders.scope IS
    'For kinds of mail that have it in speaks_of; null: for all.';
COMMENT ON COLUMN api.mail_placeholders.sample IS 'What it could become.';
COMMENT ON COLUMN api.mail_placeholders.description IS 'What it becomes.';

GRANT SELECT ON api.mail_placeholders TO agent, admin;
