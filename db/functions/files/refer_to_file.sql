CREATE OR REPLACE FUNCTION helpdesk.refer_to_file(p_sha256 text, p_size_bytes bigint) RETURNS helpdesk.stored_file
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_file helpdesk.stored_file;
BEGIN
    INSERT INTO helpdesk.stored_file AS f (sha256, size_bytes)
    VALUES (p_sha256, p_size_bytes)
    ON CONFLICT (sha256) WHERE state = 'kept' DO UPDATE SET loosened_at = NULL
    RETURNING f.* INTO v_file;
    RETURN v_file;
END
$$;

COMMENT ON FUNCTION helpdesk.refer_to_file IS
'The row of these bytes, made if there is none; nothing sweeps them before this transaction ends, in which something '
'is to refer to it.';
