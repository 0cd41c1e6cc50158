CREATE FUNCTION api.resume_import(import_id bigint) RETURNS api.imports
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_result api.imports;
BEGIN
    PERFORM helpdesk.require('imports.run');
    PERFORM helpdesk.lock_import(resume_import.import_id, '{paused,failed,done}');
    PERFORM helpdesk.start_import(resume_import.import_id, p_is_queued => true);
    SELECT * INTO v_result FROM api.imports AS i WHERE i.import_id = resume_import.import_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.resume_import IS
$$Go on with an import that was paused, has failed, or whose problems were mended

Raises PD001, PD002, PD211.$$;

GRANT EXECUTE ON FUNCTION api.resume_import TO admin;
