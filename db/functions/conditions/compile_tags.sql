CREATE OR REPLACE FUNCTION helpdesk.compile_tags(
    p_field helpdesk.condition_field,
    p_operator text,
    p_path text[],
    p_is_listed boolean DEFAULT false
) RETURNS text
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_column text := CASE p_field.value_type WHEN 'tags' THEN 'g.name' ELSE 'g.value' END;
BEGIN
    RETURN CASE WHEN p_operator IN ('is_not', 'not_in') THEN 'NOT ' ELSE '' END
        || format(
            'EXISTS (SELECT 1 FROM %s%s)',
            CASE
                WHEN p_is_listed AND p_field.value_type = 'tags' THEN 'unnest(v.tags) AS g(name) WHERE true'
                WHEN p_is_listed AND p_field.field LIKE 'custom.%'
                    THEN format(
                        'unnest((v.custom).%I) AS g(value) WHERE true', substr(p_field.field, length('custom.') + 1)
                    )
                ELSE p_field.expression
            END,
            CASE
                WHEN p_operator IN ('is', 'is_not', 'contains') THEN format(' AND %s = ($1 #>> %L)', v_column, p_path)
                WHEN p_operator IN ('in', 'not_in')
                    THEN format(' AND %s = ANY (helpdesk.read_texts($1 #> %L))', v_column, p_path)
                ELSE ''
            END
        )
        || CASE WHEN p_operator = 'is_empty' THEN format(' <> ($1 #>> %L)::boolean', p_path) ELSE '' END;
END
$$;

COMMENT ON FUNCTION helpdesk.compile_tags IS
'SQL of a comparison with a ticket''s tags, by name, or with the options of a multi_select field; p_is_listed: with '
'those that v holds as lists, not with the ticket''s rows.';
