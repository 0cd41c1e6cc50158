CREATE OR REPLACE FUNCTION helpdesk.most_upload_bytes() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT 1024 * helpdesk.setting_int(CASE
        WHEN helpdesk.me() IS NULL AND helpdesk.actor_role() <> 'system' THEN 'max_guest_attachment_size_kb'
        WHEN helpdesk.actor_role() = 'customer' THEN 'max_attachment_size_kb'
        ELSE 'max_staff_attachment_size_kb'
    END)::bigint;
END;

COMMENT ON FUNCTION helpdesk.most_upload_bytes IS 'How large a file the caller may upload.';
