CREATE OR REPLACE FUNCTION helpdesk.mend_import_problem(p_import_problem_id bigint, p_data jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_problem helpdesk.import_problem;
    v_import helpdesk.import;
BEGIN
    SELECT * INTO v_problem
    FROM helpdesk.import_problem AS p
    WHERE p.import_problem_id = p_import_problem_id
    FOR UPDATE;
    IF v_problem.import_problem_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('problem %s not found', p_import_problem_id), NULL, 'See /rest/import_problems.'
        );
    ELSIF v_problem.record = '' THEN
        PERFORM helpdesk.refuse(
            'PD006', format('line %s could not be read at all', v_problem.line), NULL,
            'Correct the source and import it again; what is unchanged is not taken twice.'
        );
    ELSIF jsonb_typeof(coalesce(p_data, v_problem.data)) <> 'object' THEN
        PERFORM helpdesk.refuse('PD006', 'data is no object', NULL, 'See /rest/import_fields for the form.');
    END IF;
    v_import := helpdesk.lock_import(v_problem.import_id, '{paused,failed,done}');
    INSERT INTO helpdesk.import_row (import_id, line, record, external_id, data)
    VALUES (
        v_problem.import_id, v_problem.line, v_problem.record, v_problem.external_id,
        coalesce(p_data, v_problem.data)
    );
    UPDATE helpdesk.import_count AS c
    SET bad = c.bad - 1
    WHERE c.import_id = v_problem.import_id AND c.record = v_problem.record;
    DELETE FROM helpdesk.import_problem AS p WHERE p.import_problem_id = p_import_problem_id;
END
$$;

COMMENT ON FUNCTION helpdesk.mend_import_problem IS
'Gives a bad record back to its import, with other fields if they are given; resume_import takes it over. Raises '
'PD001, PD006, PD211.';
GRANT EXECUTE ON FUNCTION helpdesk.mend_import_problem TO worker;
