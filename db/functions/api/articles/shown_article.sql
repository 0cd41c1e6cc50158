CREATE TYPE api.shown_article AS (
    article_id bigint,
    language text,
    slug text,
    title text,
    summary text,
    category_id bigint,
    position int,
    published_at timestamptz
);
COMMENT ON TYPE api.shown_article IS 'An article in a list, in the best language for its reader.';
