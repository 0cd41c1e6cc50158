CREATE OR REPLACE FUNCTION helpdesk.is_import_expected(p_import_id bigint, p_record text, p_external_id text)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM helpdesk.import_row AS r
        WHERE r.import_id = p_import_id AND r.record = p_record AND r.external_id = p_external_id
    ) AND NOT EXISTS (
        SELECT FROM pg_temp.import_fault AS f WHERE f.record = p_record AND f.external_id = p_external_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_import_expected IS
'For a dry run: whether such a record was read, and nothing is wrong with it as far as it was looked at.';
