CREATE OR REPLACE FUNCTION helpdesk.forget_stored_files(p_stored_file_ids bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    DELETE FROM helpdesk.stored_file AS f
    WHERE f.stored_file_id = ANY (p_stored_file_ids) AND f.state = 'removing';
END;

COMMENT ON FUNCTION helpdesk.forget_stored_files IS 'After their bytes are out of the store.';
GRANT EXECUTE ON FUNCTION helpdesk.forget_stored_files TO worker;
