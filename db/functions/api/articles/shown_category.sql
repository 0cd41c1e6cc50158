CREATE TYPE api.shown_category AS (
    category_id bigint,
    parent_id bigint,
    slug text,
    language text,
    name text,
    description text,
    position int,
    articles bigint
);
COMMENT ON TYPE api.shown_category IS
'A category of articles in the best language for its reader. language: of name and description, null where that is the '
'one of setting articles_language; articles: how many are shown in it, without what is below it.';
