CREATE OR REPLACE FUNCTION helpdesk.describe_custom_view(p_view text, p_table text) RETURNS void
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_column record;
BEGIN
    FOR v_column IN
        SELECT a.attname AS name, col_description(a.attrelid, a.attnum) AS description
        FROM pg_catalog.pg_attribute AS a
        JOIN pg_catalog.pg_attribute AS s USING (attname)
        WHERE a.attrelid = to_regclass(format('helpdesk.%I', p_table)) AND a.attnum > 0
            AND s.attrelid = to_regclass(format('api.%I', p_view)) AND s.attnum > 0
    LOOP
        EXECUTE format('COMMENT ON COLUMN api.%I.%I IS %L', p_view, v_column.name, v_column.description);
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.describe_custom_view IS
'Gives the columns of a view of custom data the comments of its table''s.';
