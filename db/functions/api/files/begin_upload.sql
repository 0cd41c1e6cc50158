CREATE FUNCTION api.begin_upload(filename text, size_bytes bigint DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_person_id bigint := helpdesk.acting_person_id();
    v_network text := CASE WHEN helpdesk.acting_person_id() IS NULL THEN helpdesk.caller_network() END;
    v_filename text := left(btrim(
        regexp_replace(
            regexp_replace(begin_upload.filename, '^.*[/\\]', ''),
            '[\u0001-\u001f\u007f-\u009f<>:"|?*\u2028-\u202e\u2066-\u2069]', '_', 'g'
        ), '. '
    ), 200);
    v_most bigint := helpdesk.most_upload_bytes();
    v_waiting int;
    v_result jsonb;
BEGIN
    PERFORM helpdesk.require('files.upload');
    IF helpdesk.actor_role() = 'anon' AND NOT helpdesk.setting_bool('allow_guest_tickets') THEN
        PERFORM helpdesk.refuse(
            'PD012', 'setting allow_guest_tickets forbids this file', NULL, 'Sign in to upload files.'
        );
    ELSIF coalesce(v_filename, '') = '' THEN
        PERFORM helpdesk.refuse('PD006', 'filename is missing', NULL, 'Give the file''s name, such as photo.jpg.');
    ELSIF helpdesk.is_blocked_file(v_filename) THEN
        PERFORM helpdesk.refuse('PD155', format('files like %s are not taken', v_filename));
    ELSIF begin_upload.size_bytes > v_most THEN
        PERFORM helpdesk.refuse('PD158', format('the file is larger than %s KiB', v_most / 1024));
    END IF;
    PERFORM helpdesk.take_turn('uploads ' || (hashtext(coalesce(v_person_id::text, v_network)) & 31));
    SELECT count(*) INTO v_waiting
    FROM helpdesk.attachment AS a
    WHERE a.upload_key IS NOT NULL
        AND a.uploaded_by IS NOT DISTINCT FROM v_person_id AND a.network IS NOT DISTINCT FROM v_network;
    IF v_waiting >= helpdesk.setting_int('max_waiting_uploads') THEN
        PERFORM helpdesk.refuse('PD159', format('%s of your uploads wait to be named', v_waiting));
    END IF;
    INSERT INTO helpdesk.attachment AS a (filename, state, uploaded_by, upload_key, network)
    VALUES (v_filename, 'receiving', v_person_id, gen_random_uuid(), v_network)
    RETURNING jsonb_build_object(
        'attachment_id', a.attachment_id, 'upload_key', a.upload_key, 'most_bytes', v_most
    ) INTO v_result;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.begin_upload IS
$$Make room for a file

POST /files asks this, then takes the bytes; a client has nothing to call here. {"attachment_id", "upload_key",
"most_bytes"}. What no bytes follow for is forgotten. Raises PD002, PD006, PD012, PD155 (type), PD158 (size), PD159 (too
many wait).$$;
GRANT EXECUTE ON FUNCTION api.begin_upload TO anon, customer, agent, admin;
