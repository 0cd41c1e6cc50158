CREATE VIEW api.digests WITH (security_invoker = true) AS
SELECT
    d.digest_id,
    d.person_id,
    d.day,
    d.hour,
    d.notices,
    d.body,
    d.created_at
FROM helpdesk.digest AS d
WHERE helpdesk.token_reads('digests');

COMMENT ON VIEW api.digests IS
$$The caller's digests

They are mailed; /rest/mail_unsubscriptions says of whom not.$$;

GRANT SELECT ON api.digests TO customer, agent, admin;
