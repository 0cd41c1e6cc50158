CREATE FUNCTION api.create_import(source text, adapter text DEFAULT 'api') RETURNS api.imports
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_id bigint;
    v_result api.imports;
BEGIN
    PERFORM helpdesk.require('imports.run');
    v_id := helpdesk.begin_import(create_import.source, create_import.adapter);
    SELECT * INTO v_result FROM api.imports AS i WHERE i.import_id = v_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.create_import IS
$$Begin an import

source names where it comes from: of a second import of the same source only what is new or has changed is taken over.
Fill it with rpc/add_import_rows, then call rpc/test_import. Raises PD002, PD006, PD211 while another import of the same
source is under way.$$;

GRANT EXECUTE ON FUNCTION api.create_import TO admin;
