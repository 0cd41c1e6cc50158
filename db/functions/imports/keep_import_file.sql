CREATE OR REPLACE FUNCTION helpdesk.keep_import_file(p_sha256 text, p_size_bytes bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (helpdesk.refer_to_file(p_sha256, p_size_bytes)).storage_key;
END
$$;

COMMENT ON FUNCTION helpdesk.keep_import_file IS
'The key by which a file that is about to be imported is to be put into the store.';
GRANT EXECUTE ON FUNCTION helpdesk.keep_import_file TO worker;
