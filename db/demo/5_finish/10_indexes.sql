DO $$
DECLARE
    v_row record;
BEGIN
    FOR v_row IN SELECT * FROM demo_index ORDER BY position LOOP
        EXECUTE v_row.definition;
        EXECUTE format('COMMENT ON INDEX %s IS %L', v_row.name, v_row.comment);
    END LOOP;
END
$$;
