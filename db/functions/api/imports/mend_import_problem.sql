CREATE FUNCTION api.mend_import_problem(import_problem_id bigint, data jsonb DEFAULT NULL) RETURNS api.imports
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_result api.imports;
    v_import_id bigint;
BEGIN
    PERFORM helpdesk.require('imports.run');
    SELECT p.import_id INTO v_import_id
    FROM helpdesk.import_problem AS p
    WHERE p.import_problem_id = mend_import_problem.import_problem_id;
    PERFORM helpdesk.mend_import_problem(mend_import_problem.import_problem_id, mend_import_problem.data);
    SELECT * INTO v_result FROM api.imports AS i WHERE i.import_id = v_import_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.mend_import_problem IS
$$Give a bad record back to its import

data: all its fields, corrected; left out: as they were. rpc/resume_import then takes it over. Raises PD001, PD002,
PD006, PD211.$$;

GRANT EXECUTE ON FUNCTION api.mend_import_problem TO admin;
