CREATE OR REPLACE FUNCTION hook.view_of(p_table oid) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(
        (
            SELECT v.relname::text
            FROM pg_catalog.pg_class AS v
            WHERE v.relnamespace = to_regnamespace('api') AND v.relkind = 'v' AND v.relname = ANY (ARRAY[
                t.relname || 's', t.relname || 'es', regexp_replace(t.relname, 'y$', 'ies'),
                regexp_replace(t.relname, 'person$', 'people')
            ])
            LIMIT 1
        ),
        t.relname
    )
    FROM pg_catalog.pg_class AS t
    WHERE t.oid = p_table;
END;

COMMENT ON FUNCTION hook.view_of IS 'What clients call the rows of a table: its view in api, else the table.';
