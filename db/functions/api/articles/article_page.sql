CREATE TYPE api.article_page AS (
    article_id bigint,
    language text,
    slug text,
    is_former_slug boolean,
    article_version_id bigint,
    title text,
    summary text,
    body text,
    category_id bigint,
    published_at timestamptz,
    languages text[]
);
COMMENT ON TYPE api.article_page IS
'An article as it is shown in a language. is_former_slug: it was asked for by a slug that it had, and is under slug '
'now; languages: all in which it is shown.';
