CREATE OR REPLACE FUNCTION helpdesk.compile_tags(p_operator text, p_path text[], p_is_listed boolean DEFAULT false) RETURNS text
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = ''
RETURN CASE WHEN p_operator IN ('is_not', 'not_in') THEN 'NOT ' ELSE '' END
    || format(
        CASE
            WHEN p_is_listed THEN 'EXISTS (SELECT 1 FROM unnest(v.tags) AS g(name) WHERE true%s)'
            ELSE 'EXISTS (SELECT 1 FROM helpdesk.ticket_tag AS tt JOIN helpdesk.tag AS g USING (tag_id) WHERE tt.ticket_id = v.ticket_id%s)'
        END,
        CASE
            WHEN p_operator IN ('is', 'is_not', 'contains') THEN format(' AND g.name = ($1 #>> %L)', p_path)
            WHEN p_operator IN ('in', 'not_in') THEN format(' AND g.name = ANY (helpdesk.read_texts($1 #> %L))', p_path)
            ELSE ''
        END
    )
    || CASE WHEN p_operator = 'is_empty' THEN format(' <> ($1 #>> %L)::boolean', p_path) ELSE '' END;

COMMENT ON FUNCTION helpdesk.compile_tags(text, text[], boolean) IS
'SQL of a comparison with the ticket''s tags, by name; p_is_listed: with the names in v.tags.';
