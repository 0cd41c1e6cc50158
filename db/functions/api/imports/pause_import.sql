CREATE FUNCTION api.pause_import(import_id bigint) RETURNS api.imports
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_result api.imports;
BEGIN
    PERFORM helpdesk.require('imports.run');
    PERFORM helpdesk.pause_import(pause_import.import_id);
    SELECT * INTO v_result FROM api.imports AS i WHERE i.import_id = pause_import.import_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.pause_import IS
$$Stop an import behind the batch that is under way

Raises PD001, PD002, PD211.$$;

GRANT EXECUTE ON FUNCTION api.pause_import TO admin;
