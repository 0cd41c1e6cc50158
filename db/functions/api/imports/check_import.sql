CREATE FUNCTION api.check_import(import_id bigint) RETURNS api.imports
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_result api.imports;
BEGIN
    PERFORM helpdesk.require('imports.run');
    PERFORM helpdesk.lock_import(check_import.import_id, '{mapped,checked}');
    PERFORM helpdesk.enqueue('check_import', jsonb_build_array(check_import.import_id), p_queue => 'imports');
    SELECT * INTO v_result FROM api.imports AS i WHERE i.import_id = check_import.import_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.check_import IS
$$Have a worker say what an import would do

It changes nothing but state (checked) and checked: how many records are new, changed, unchanged and bad, and the first
hundred problems. Raises PD001, PD002, PD211.$$;

GRANT EXECUTE ON FUNCTION api.check_import TO admin;
