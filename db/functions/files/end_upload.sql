CREATE OR REPLACE FUNCTION helpdesk.end_upload(p_attachment_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_upload helpdesk.attachment;
BEGIN
    UPDATE helpdesk.attachment AS a
    SET state = helpdesk.first_file_state()
    WHERE a.attachment_id = p_attachment_id AND a.state = 'receiving' AND a.stored_file_id IS NOT NULL
    RETURNING a.* INTO v_upload;
    IF v_upload.attachment_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('upload %s not found', p_attachment_id), NULL, 'Upload it again.');
    END IF;
    IF v_upload.state = 'pending' THEN
        PERFORM helpdesk.enqueue('scan_files', p_queue => 'scans');
    END IF;
    PERFORM helpdesk.ask_thumbnail(p_attachment_id);
    RETURN jsonb_build_object(
        'attachment_id', v_upload.attachment_id,
        'upload_key', v_upload.upload_key,
        'filename', v_upload.filename,
        'media_type', v_upload.media_type,
        'size_bytes', v_upload.size_bytes,
        'sha256', v_upload.sha256,
        'state', v_upload.state
    );
END
$$;

COMMENT ON FUNCTION helpdesk.end_upload IS
'After its bytes are in the store: the upload can be named. Returns what its uploader is told. Raises PD001.';
GRANT EXECUTE ON FUNCTION helpdesk.end_upload TO worker;
