-- Before the bytes go into the store: from now on they are referred to, and what sweeps them cannot take them. The row
-- of the same bytes is locked meanwhile; what is being removed is another row, with another key.
CREATE OR REPLACE FUNCTION helpdesk.keep_upload(
    p_attachment_id bigint,
    p_sha256 text,
    p_size_bytes bigint,
    p_media_type text,
    p_extension text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_upload helpdesk.attachment;
    v_file helpdesk.stored_file;
BEGIN
    SELECT * INTO v_upload
    FROM helpdesk.attachment AS a
    WHERE a.attachment_id = p_attachment_id AND a.state = 'receiving'
    FOR UPDATE;
    IF v_upload.attachment_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('upload %s not found', p_attachment_id), NULL, 'Upload it again.');
    ELSIF helpdesk.is_blocked_file(v_upload.filename, p_extension) THEN
        PERFORM helpdesk.refuse('PD155', format('files of type %s are not taken', p_media_type));
    END IF;
    v_file := helpdesk.refer_to_file(p_sha256, p_size_bytes);
    UPDATE helpdesk.attachment AS a
    SET stored_file_id = v_file.stored_file_id,
        sha256 = p_sha256,
        size_bytes = p_size_bytes,
        media_type = p_media_type
    WHERE a.attachment_id = p_attachment_id;
    RETURN v_file.storage_key;
END
$$;

COMMENT ON FUNCTION helpdesk.keep_upload IS
'Notes what bytes an upload has; returns the key by which they are to be put into the store, whether they are there or '
'not: nobody is to learn that. Raises PD001, PD155.';
GRANT EXECUTE ON FUNCTION helpdesk.keep_upload TO worker;
