CREATE FUNCTION api.map_import(import_id bigint) RETURNS api.imports
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_result api.imports;
BEGIN
    PERFORM helpdesk.require('imports.run');
    PERFORM helpdesk.map_import(map_import.import_id);
    SELECT * INTO v_result FROM api.imports AS i WHERE i.import_id = map_import.import_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.map_import IS
$$Say that the mappings of an import are right

Raises PD001, PD002, PD211, PD212 if a word has no meaning yet.$$;

GRANT EXECUTE ON FUNCTION api.map_import TO admin;
