CREATE VIEW api.mail_providers WITH (security_invoker = true) AS
SELECT
    p.provider,
    p.name,
    p.authorization_endpoint,
    p.token_endpoint,
    p.scopes,
    p.parameters,
    p.client_id,
    p.has_client_secret
FROM helpdesk.mail_provider AS p
WHERE helpdesk.token_reads('mail_providers');

COMMENT ON VIEW api.mail_providers IS
$$Who gives tokens for mailbox accounts in place of passwords

An administrator registers pgdesk there with <PGDESK_PUBLIC_URL>/mail/callback as redirect address, and enters client_id
here and the secret at PUT /mail/providers/<provider>/client_secret, which shows it to nobody. Another token_endpoint or
client_id forgets the secret and all tokens. Without authorization_endpoint nobody is asked: the client itself has the
right, as apps of Microsoft can. Raises PD002, PD006, PD009.$$;

GRANT SELECT ON api.mail_providers TO admin;
GRANT INSERT (provider, name, authorization_endpoint, token_endpoint, scopes, parameters, client_id)
    ON api.mail_providers TO admin;
GRANT UPDATE (name, authorization_endpoint, token_endpoint, scopes, parameters, client_id)
    ON api.mail_providers TO admin;
GRANT DELETE ON api.mail_providers TO admin;
