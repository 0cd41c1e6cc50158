CREATE FUNCTION api.remove_upload(upload_key uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.require('files.upload');
    DELETE FROM helpdesk.attachment AS a
    WHERE a.upload_key = remove_upload.upload_key AND a.uploaded_by IS NOT DISTINCT FROM helpdesk.acting_person_id();
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('upload %s not found', coalesce(remove_upload.upload_key::text, 'null'))
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.remove_upload IS
$$Take back a file that was uploaded and is named by nothing yet

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.remove_upload TO anon, customer, agent, admin;
