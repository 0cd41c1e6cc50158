CREATE OR REPLACE FUNCTION helpdesk.return_person_rows(p_from_id bigint, p_to_id bigint, p_moved jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_part record;
    v_table regclass;
BEGIN
    FOR v_part IN
        SELECT * FROM jsonb_to_recordset(p_moved) AS m("table" text, "column" text, keys jsonb, gone jsonb)
    LOOP
        v_table := format('helpdesk.%I', v_part."table")::regclass;
        EXECUTE format(
            'UPDATE %s AS t SET %2$I = $2
             WHERE t.%2$I = $1 AND %3$s IN (SELECT jsonb_array_elements($3))',
            v_table, v_part."column", helpdesk.key_of_row(v_table, v_part."column")
        ) USING p_from_id, p_to_id, v_part.keys;
        EXECUTE format(
            'INSERT INTO %s OVERRIDING SYSTEM VALUE
             SELECT * FROM jsonb_populate_recordset(NULL::%1$s, $1) ON CONFLICT DO NOTHING',
            v_table
        ) USING v_part.gone;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.return_person_rows IS
'Gives back what move_person_rows moved and is still there, and what went meanwhile since the other had the like.';
