CREATE TYPE api.found_article AS (
    article_id bigint,
    language text,
    slug text,
    title text,
    excerpt_html text,
    category_id bigint,
    audience text,
    is_exact boolean,
    rank real
);
COMMENT ON TYPE api.found_article IS
'An article that was found. excerpt_html: a part of its text, escaped, with hits in <mark>; is_exact: it has all that '
'was asked for, as it was written or with a letter corrected; false: it has rare words of it.';
