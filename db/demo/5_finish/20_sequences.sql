-- Every identity column goes on after the largest id that was loaded.
DO $$
DECLARE
    v_row record;
BEGIN
    FOR v_row IN
        SELECT a.attrelid::regclass AS table_name, a.attname AS column_name,
            pg_get_serial_sequence(a.attrelid::regclass::text, a.attname) AS sequence_name
        FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'helpdesk'::regnamespace AND c.relkind = 'r' AND a.attidentity <> ''
    LOOP
        EXECUTE format(
            'SELECT setval(%L, max(%I)) FROM %s HAVING max(%I) IS NOT NULL',
            v_row.sequence_name, v_row.column_name, v_row.table_name, v_row.column_name
        );
    END LOOP;
END
$$;
