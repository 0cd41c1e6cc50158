CREATE FUNCTION api.add_import_rows(import_id bigint, rows jsonb) RETURNS api.imports
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_result api.imports;
BEGIN
    PERFORM helpdesk.require('imports.run');
    PERFORM helpdesk.add_import_rows(add_import_rows.import_id, add_import_rows.rows);
    SELECT * INTO v_result FROM api.imports AS i WHERE i.import_id = add_import_rows.import_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.add_import_rows IS
$$Add records to an import that is being filled

rows: [{"record": "ticket", "id": "17", and the fields of /rest/import_fields}]. A record that comes again takes the
place of the one before. Raises PD001, PD002, PD006, PD211.$$;

GRANT EXECUTE ON FUNCTION api.add_import_rows TO admin;
