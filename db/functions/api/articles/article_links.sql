CREATE VIEW api.article_links WITH (security_invoker = true) AS
SELECT
    l.article_id,
    l.related_id,
    l.position
FROM helpdesk.article_link AS l
WHERE helpdesk.token_reads('article_links');

COMMENT ON VIEW api.article_links IS
$$Articles that editors want below another one$$;

GRANT SELECT ON api.article_links TO agent, admin;
GRANT INSERT (article_id, related_id, position), UPDATE (article_id, related_id, position), DELETE
    ON api.article_links TO agent, admin;
