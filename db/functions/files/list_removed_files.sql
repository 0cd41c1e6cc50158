CREATE OR REPLACE FUNCTION helpdesk.list_removed_files(p_limit int DEFAULT 100)
RETURNS TABLE (stored_file_id bigint, storage_key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT f.stored_file_id, f.storage_key
    FROM helpdesk.stored_file AS f
    WHERE f.state = 'removing'
    ORDER BY f.stored_file_id
    LIMIT p_limit;
END;

COMMENT ON FUNCTION helpdesk.list_removed_files IS 'Bytes to be taken out of the store, and their keys.';
GRANT EXECUTE ON FUNCTION helpdesk.list_removed_files TO worker;
