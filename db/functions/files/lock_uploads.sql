CREATE OR REPLACE FUNCTION helpdesk.lock_uploads(p_uploads uuid[]) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person_id bigint := helpdesk.acting_person_id();
    v_most int := helpdesk.setting_int('max_attachments_per_reply');
    v_upload record;
    v_ids bigint[] := '{}';
    v_keys uuid[] := '{}';
    v_missing text;
BEGIN
    IF cardinality(p_uploads) > v_most THEN
        PERFORM helpdesk.refuse('PD158', format('more than %s files at one message', v_most));
    END IF;
    FOR v_upload IN
        SELECT a.attachment_id, a.upload_key, a.state
        FROM helpdesk.attachment AS a
        WHERE a.upload_key = ANY (p_uploads) AND a.uploaded_by IS NOT DISTINCT FROM v_person_id
        ORDER BY a.attachment_id
        FOR UPDATE
    LOOP
        IF v_upload.state <> 'pending' THEN
            PERFORM helpdesk.check_file_state(v_upload.state);
        END IF;
        v_ids := v_ids || v_upload.attachment_id;
        v_keys := v_keys || v_upload.upload_key;
    END LOOP;
    SELECT string_agg(coalesce(u.key::text, 'null'), ', ') INTO v_missing
    FROM unnest(p_uploads) AS u(key)
    WHERE u.key IS NULL OR u.key <> ALL (v_keys);
    IF v_missing IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('upload %s not found', v_missing), NULL,
            'Give the upload_key that POST /files answered; each is good once, for a while, and for its uploader.'
        );
    END IF;
    RETURN v_ids;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_uploads IS
'The uploads of the caller by their keys, locked, so that nothing sweeps or names them meanwhile. Raises PD001 unless '
'all are there, PD156, PD157, PD158.';
