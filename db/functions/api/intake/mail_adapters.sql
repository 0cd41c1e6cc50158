CREATE VIEW api.mail_adapters WITH (security_invoker = true) AS
SELECT
    a.adapter,
    a.description,
    a.has_secret,
    a.user_name,
    a.public_key,
    a.topic_arn,
    a.is_judge,
    a.refused_at,
    a.refused_for
FROM helpdesk.mail_adapter AS a
WHERE helpdesk.token_reads('mail_adapters');

COMMENT ON VIEW api.mail_adapters IS
$$Ways by which mail is posted

Enter <PGDESK_PUBLIC_URL>/inbound/<adapter> at the provider. The secret is sent to PUT /inbound/<adapter>/secret and
never shown; what has no value here is taken from the environment. Setting inbound_email_enabled switches all but mime
on. GET /inbound/<adapter>/check says in words what is wrong. Raises PD002, PD006.$$;

GRANT SELECT ON api.mail_adapters TO admin;
GRANT UPDATE (user_name, public_key, topic_arn) ON api.mail_adapters TO admin;
