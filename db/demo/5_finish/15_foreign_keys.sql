DO $$
DECLARE
    v_row record;
BEGIN
    FOR v_row IN SELECT * FROM demo_foreign_key ORDER BY table_name, name LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', v_row.table_name, v_row.name, v_row.definition);
        EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', v_row.name, v_row.table_name, v_row.comment);
    END LOOP;
END
$$;

