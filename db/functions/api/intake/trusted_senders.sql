CREATE VIEW api.trusted_senders WITH (security_invoker = true) AS
SELECT
    t.sender,
    t.trusted_by,
    t.created_at
FROM helpdesk.trusted_sender AS t
WHERE helpdesk.token_reads('trusted_senders');

COMMENT ON VIEW api.trusted_senders IS
$$Mail addresses that are trusted

Their mail opens tickets although settings keep that of unknown or unverified senders back. It is still kept back
where it claims to be staff's, where the mail server says that it is forged, and where there is too much of it. Added
by rpc/trust_sender; DELETE ends it.$$;

GRANT SELECT, DELETE ON api.trusted_senders TO admin;
