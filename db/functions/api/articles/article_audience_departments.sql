CREATE VIEW api.article_audience_departments WITH (security_invoker = true) AS
SELECT
    x.audience,
    x.department_id
FROM helpdesk.article_audience_department AS x
WHERE helpdesk.token_reads('article_audience_departments');

COMMENT ON VIEW api.article_audience_departments IS
$$Departments whose staff an audience of articles is$$;

GRANT SELECT, DELETE ON api.article_audience_departments TO agent, admin;
GRANT INSERT (audience, department_id), UPDATE (audience, department_id) ON api.article_audience_departments
    TO agent, admin;
