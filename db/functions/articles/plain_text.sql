-- Classes leave out what opens the next match, so that a text of brackets takes no longer than another one.
CREATE OR REPLACE FUNCTION helpdesk.plain_text(p_markdown text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    v_text text := p_markdown;
BEGIN
    IF v_text ~ '\](\(|\[)' THEN
        v_text := regexp_replace(v_text, '!?\[([^][\n]*)\](?:\([^()\n]*\)|\[[^][\n]*\])', '\1', 'g');
    END IF;
    v_text := regexp_replace(v_text, '^[ \t]*(?:#{1,6}[ \t]+|(?:[-*+>]|[0-9]{1,9}[.)])[ \t]+|```.*$|~~~.*$)', '', 'gn');
    RETURN btrim(regexp_replace(translate(v_text, '*`|~', ''), '[ \t]*\n\s*', E'\n', 'g'), E' \n');
END
$$;

COMMENT ON FUNCTION helpdesk.plain_text IS
'What a text in Markdown says: without its marks and the addresses of its links.';
