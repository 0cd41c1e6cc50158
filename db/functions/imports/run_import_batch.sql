CREATE OR REPLACE FUNCTION helpdesk.run_import_batch(p_import_id bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_import helpdesk.import;
    v_stage text;
    v_last text;
BEGIN
    SELECT * INTO v_import
    FROM helpdesk.import AS i
    WHERE i.import_id = p_import_id AND i.state = 'running'
    FOR NO KEY UPDATE;
    IF v_import.import_id IS NULL THEN
        RETURN false;
    END IF;
    FOREACH v_stage IN ARRAY '{organisation,person,ticket,orphan,link,merge}'::text[] LOOP
        v_last := helpdesk.take_import_batch(v_import, v_stage, NULL, v_import.batch_size);
        EXIT WHEN v_last IS NOT NULL;
    END LOOP;
    IF v_last IS NULL THEN
        UPDATE helpdesk.import AS i
        SET state = 'done', ended_at = helpdesk.clock()
        WHERE i.import_id = p_import_id;
        RETURN false;
    END IF;
    PERFORM helpdesk.judge_import_batch(v_import, false);
    BEGIN
        PERFORM CASE
            WHEN v_stage = 'organisation' THEN helpdesk.load_organisations(v_import)
            WHEN v_stage = 'person' THEN helpdesk.load_people(v_import)
            WHEN v_stage IN ('ticket', 'orphan') THEN helpdesk.load_tickets(v_import)
            ELSE helpdesk.load_relations(v_import)
        END;
        IF v_import.batch_size < 500 THEN
            UPDATE helpdesk.import AS i
            SET batch_size = least(500, i.batch_size * 2)
            WHERE i.import_id = p_import_id;
        END IF;
    EXCEPTION
        -- A value that its table refuses though nothing seemed wrong with it: found by halving the batch.
        WHEN OTHERS THEN
            IF SQLSTATE !~ '^(22|23|PD)' THEN
                RAISE;
            END IF;
            IF v_import.batch_size > 1 THEN
                UPDATE helpdesk.import AS i
                SET batch_size = greatest(1, i.batch_size / 8)
                WHERE i.import_id = p_import_id;
                RETURN true;
            END IF;
            UPDATE pg_temp.import_batch AS b
            SET state = 'bad', reason = SQLERRM, hint = NULL
            WHERE b.state IS DISTINCT FROM 'unchanged';
    END;
    PERFORM helpdesk.end_import_batch(v_import);
    RETURN true;
END
$$;

COMMENT ON FUNCTION helpdesk.run_import_batch IS
'Takes over the next rows of an import that is running: organisations, people, then tickets with all that belongs to '
'them, then what joins tickets. One transaction a call, so that what was interrupted goes on where it was. Returns '
'whether to call it again.';
GRANT EXECUTE ON FUNCTION helpdesk.run_import_batch TO worker;
