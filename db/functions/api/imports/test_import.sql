CREATE FUNCTION api.test_import(import_id bigint) RETURNS api.imports
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_result api.imports;
BEGIN
    PERFORM helpdesk.require('imports.run');
    PERFORM helpdesk.test_import(test_import.import_id);
    SELECT * INTO v_result FROM api.imports AS i WHERE i.import_id = test_import.import_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.test_import IS
$$End the filling of an import

Counts its records and proposes what its words mean, see /rest/import_mappings. Raises PD001, PD002, PD211.$$;

GRANT EXECUTE ON FUNCTION api.test_import TO admin;
