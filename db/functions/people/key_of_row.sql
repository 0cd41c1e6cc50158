CREATE OR REPLACE FUNCTION helpdesk.key_of_row(p_table regclass, p_without text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(
        format('jsonb_build_object(%s)', string_agg(format('%L, t.%I', a.attname, a.attname), ', ')), '''{}''::jsonb'
    )
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = p_table AND i.indisprimary AND a.attname <> p_without
    HAVING count(*) > 0 OR true;
END;

COMMENT ON FUNCTION helpdesk.key_of_row IS
'SQL over a table as t: the primary key of a row as JSON, without one column.';
