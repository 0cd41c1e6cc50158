-- Who refers to bytes holds their row locked until it does (refer_to_file), or refers to what is referred to; so what
-- is locked here and referred to by nothing that is committed will never be. It is found by a statement of its own,
-- which sees what was committed while this waited.
CREATE OR REPLACE FUNCTION helpdesk.sweep_files(p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_upload_ids bigint[];
    v_file_ids bigint[];
    v_is_more boolean;
BEGIN
    v_upload_ids := ARRAY(
        SELECT a.attachment_id
        FROM helpdesk.attachment AS a
        WHERE a.upload_key IS NOT NULL
            AND a.created_at < helpdesk.clock() - CASE a.state
                WHEN 'receiving' THEN interval '3 hours'
                ELSE make_interval(hours => helpdesk.setting_int('uploads_kept_hours'))
            END
            AND NOT EXISTS (
                SELECT 1
                FROM helpdesk.draft AS d
                WHERE d.person_id = a.uploaded_by AND a.upload_key = ANY (d.uploads)
            )
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    );
    DELETE FROM helpdesk.attachment AS a WHERE a.attachment_id = ANY (v_upload_ids);
    v_file_ids := ARRAY(
        SELECT f.stored_file_id
        FROM helpdesk.stored_file AS f
        WHERE f.loosened_at IS NOT NULL AND f.state = 'kept'
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    );
    UPDATE helpdesk.stored_file AS f
    SET loosened_at = NULL,
        state = CASE
            WHEN EXISTS (SELECT 1 FROM helpdesk.attachment AS a WHERE a.stored_file_id = f.stored_file_id) THEN 'kept'
            ELSE 'removing'
        END
    WHERE f.stored_file_id = ANY (v_file_ids);
    SELECT EXISTS (SELECT 1 FROM helpdesk.stored_file AS f WHERE f.state = 'removing') INTO v_is_more;
    IF v_is_more THEN
        PERFORM helpdesk.enqueue('remove_stored_files', p_queue => 'scans');
    END IF;
    PERFORM helpdesk.job_has_more(greatest(cardinality(v_upload_ids), cardinality(v_file_ids)), p_limit);
    RETURN cardinality(v_upload_ids) + cardinality(v_file_ids);
END
$$;

COMMENT ON FUNCTION helpdesk.sweep_files IS
'Forgets uploads that nothing named in time, and marks bytes that nothing refers to any more for a worker to remove; '
'returns how many of both it looked at.';
GRANT EXECUTE ON FUNCTION helpdesk.sweep_files TO worker;
