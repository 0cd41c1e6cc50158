CREATE TYPE api.article_address AS (
    article_id bigint,
    language text,
    slug text,
    published_at timestamptz
);
COMMENT ON TYPE api.article_address IS
'Under which slug an article is shown in a language, and since when as it is.';
