CREATE VIEW api.article_audience_organisations WITH (security_invoker = true) AS
SELECT
    x.audience,
    x.organisation_id
FROM helpdesk.article_audience_organisation AS x
WHERE helpdesk.token_reads('article_audience_organisations');

COMMENT ON VIEW api.article_audience_organisations IS
$$Organisations whose customers an audience of articles is$$;

GRANT SELECT, DELETE ON api.article_audience_organisations TO agent, admin;
GRANT INSERT (audience, organisation_id), UPDATE (audience, organisation_id) ON api.article_audience_organisations
    TO agent, admin;
