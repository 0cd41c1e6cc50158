CREATE FUNCTION api.undo_import(import_id bigint) RETURNS api.imports
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_result api.imports;
BEGIN
    PERFORM helpdesk.require('imports.run');
    PERFORM helpdesk.lock_import(undo_import.import_id, '{paused,failed,done}');
    PERFORM helpdesk.enqueue('undo_import', jsonb_build_array(undo_import.import_id), p_queue => 'imports');
    SELECT * INTO v_result FROM api.imports AS i WHERE i.import_id = undo_import.import_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.undo_import IS
$$Have a worker take back what an import made

With it goes what later imports of the same source made. It is refused, and failure says why, where somebody worked on a
ticket of it or something else names its people. Raises PD001, PD002, PD211.$$;

GRANT EXECUTE ON FUNCTION api.undo_import TO admin;
