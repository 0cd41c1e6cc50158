CREATE VIEW api.organisation_domains WITH (security_invoker = true) AS
SELECT
    o.domain,
    o.organisation_id
FROM helpdesk.organisation_domain AS o
WHERE helpdesk.token_reads('organisation_domains');

COMMENT ON VIEW api.organisation_domains IS
$$Mail domains of organisations

New customers with an address of the domain join the organisation. One of setting public_mail_domains, or below it, is
refused with PD006.$$;

GRANT SELECT ON api.organisation_domains TO agent, admin;
GRANT INSERT (domain, organisation_id) ON api.organisation_domains TO admin;
GRANT UPDATE (domain, organisation_id) ON api.organisation_domains TO admin;
GRANT DELETE ON api.organisation_domains TO admin;
