CREATE FUNCTION api.import_report(import_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('imports.run');
    RETURN helpdesk.report_import(import_report.import_id);
END
$$;

COMMENT ON FUNCTION api.import_report IS
$$What became of an import

counts by kind of record; is_reconciled: each record that was read is accounted for; contents: whether texts of messages
and bytes of files are still those of the source; mappings; the first hundred problems. Raises PD001, PD002.$$;

GRANT EXECUTE ON FUNCTION api.import_report TO admin;
