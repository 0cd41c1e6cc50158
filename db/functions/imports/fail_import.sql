CREATE OR REPLACE FUNCTION helpdesk.fail_import(p_import_id bigint, p_failure text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.import AS i
    SET state = CASE i.state WHEN 'running' THEN 'failed' ELSE i.state END,
        failure = left(p_failure, 2000)
    WHERE i.import_id = p_import_id;
END
$$;

COMMENT ON FUNCTION helpdesk.fail_import IS
'Says why a batch could not be taken over, though nothing is wrong with a row, or why an import was not undone.';
GRANT EXECUTE ON FUNCTION helpdesk.fail_import TO worker;
