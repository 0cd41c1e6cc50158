CREATE VIEW api.placeholders WITH (security_invoker = true) AS
SELECT
    p.placeholder,
    p.description
FROM helpdesk.placeholder AS p
WHERE helpdesk.token_reads('placeholders');

COMMENT ON VIEW api.placeholders IS
$$Placeholders of canned replies and of texts in rules$$;
COMMENT ON COLUMN api.placeholders.placeholder IS 'What stands between {{ and }}.';
COMMENT ON COLUMN api.placeholders.description IS 'What it becomes.';

GRANT SELECT ON api.placeholders TO agent, admin;
