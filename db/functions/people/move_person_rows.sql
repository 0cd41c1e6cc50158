CREATE OR REPLACE FUNCTION helpdesk.move_person_rows(p_from_id bigint, p_to_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_reference helpdesk.person_reference;
    v_table regclass;
    v_keys jsonb;
    v_gone jsonb;
    v_moved jsonb := '[]';
BEGIN
    FOR v_reference IN
        SELECT * FROM helpdesk.person_reference AS r WHERE r.on_merge = 'move' ORDER BY r.table_name, r.column_name
    LOOP
        v_table := format('helpdesk.%I', v_reference.table_name)::regclass;
        IF v_reference.other_key IS NOT NULL THEN
            EXECUTE format(
                'WITH gone AS (
                    DELETE FROM %1$s AS t
                    WHERE t.%2$I = $1 AND EXISTS (SELECT FROM %1$s AS o WHERE o.%2$I = $2 %3$s)
                    RETURNING to_jsonb(t) AS r
                ) SELECT jsonb_agg(r) FROM gone',
                v_table, v_reference.column_name,
                (SELECT string_agg(format('AND o.%1$I = t.%1$I', k), ' ') FROM unnest(v_reference.other_key) AS k)
            ) INTO v_gone USING p_from_id, p_to_id;
        END IF;
        EXECUTE format(
            'WITH moved AS (UPDATE %s AS t SET %2$I = $2 WHERE t.%2$I = $1 RETURNING %3$s AS k)
             SELECT jsonb_agg(k) FROM moved',
            v_table, v_reference.column_name, helpdesk.key_of_row(v_table, v_reference.column_name)
        ) INTO v_keys USING p_from_id, p_to_id;
        IF v_keys IS NOT NULL OR v_gone IS NOT NULL THEN
            v_moved := v_moved || jsonb_build_object(
                'table', v_reference.table_name, 'column', v_reference.column_name, 'keys', v_keys, 'gone', v_gone
            );
        END IF;
        v_gone := NULL;
    END LOOP;
    RETURN v_moved;
END
$$;

COMMENT ON FUNCTION helpdesk.move_person_rows IS
'Gives the rows of one person to another, as person_reference says; what return_person_rows needs to give them back.';
